"""pydantic's refusals in plain words, wherever in a document they arise."""

from collections.abc import Mapping
from typing import Annotated, Any

import pytest
from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

from triage_rules.folder.refusals import refusals


class Leaf(BaseModel):
    model_config = ConfigDict(extra="forbid")
    size: int = Field(default=0, ge=0)
    code: str = Field(default="a", pattern="^a$")
    odd: int = 1

    @field_validator("odd")
    @classmethod
    def _odd(cls, odd: int) -> int:
        if odd % 2 == 0:
            raise ValueError("it is even")
        return odd


class Tree(BaseModel):
    model_config = ConfigDict(extra="forbid")
    one: Annotated[Leaf | None, Field(description="one")] = None
    each: Mapping[str, Leaf] = {}
    many: tuple[Annotated[Leaf, Field(description="many")], ...] = ()


@pytest.mark.parametrize(
    ("data", "path", "what", "fix"),
    [
        ({"one": {"sise": 1}}, ("one", "sise"), "'sise' is not a field here", "Did you mean 'size'?"),
        ({"each": {"x": {"sise": 1}}}, ("each", "x", "sise"), "'sise' is not a field here", "Did you mean 'size'?"),
        ({"many": [{"sise": 1}]}, ("many", 0, "sise"), "'sise' is not a field here", "Did you mean 'size'?"),
        ({"many": 1}, ("many",), "'many' should be a list, and is '1'", "Write it like [one, two]."),
        ({"each": 1}, ("each",), "'each' should be a group of fields, and is '1'", "Write its fields"),
        ({"one": {"size": -1}}, ("one", "size"), "'size' cannot be '-1': Input should be greater", "Change it."),
        ({"one": {"code": "b"}}, ("one", "code"), "'code' cannot be 'b'", "It must fit ^a$."),
        ({"one": {"odd": 2}}, ("one", "odd"), "it is even", "Change it."),
        (3, (), "'this' should be a group of fields", "Write its fields"),
    ],
)
def test_said_in_plain_words(data: Any, path: tuple[Any, ...], what: str, fix: str) -> None:
    with pytest.raises(ValidationError) as refused:
        Tree.model_validate(data)
    ((found_path, found_what, found_fix),) = refusals(refused.value, Tree)
    assert found_path == path
    assert found_what.startswith(what)
    assert found_fix.startswith(fix)


def test_a_field_unknown_where_nothing_is_known() -> None:
    with pytest.raises(ValidationError) as refused:
        Leaf.model_validate({"sise": 1})
    assert [fix for _, _, fix in refusals(refused.value, int)] == ["There are none yet: add it first."]
