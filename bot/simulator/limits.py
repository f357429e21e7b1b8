"""Slack's limits, each with the page that states it. Lengths are in characters unless the name says otherwise."""

# https://docs.slack.dev/reference/block-kit/blocks
MESSAGE_BLOCKS = 50
SURFACE_BLOCKS = 100  # a modal or Home

# https://docs.slack.dev/reference/methods/chat.postMessage (truncated above this; the simulator refuses)
MESSAGE_TEXT = 40_000
# https://github.com/slackapi/bolt-js/issues/2509: about 13,200 are taken with the blocks' own marks; a
# maintainer gives 12,000 of text. The lower one is kept.
MESSAGE_BLOCKS_TEXT = 12_000
# https://docs.slack.dev/messaging/message-metadata (metadata_too_large; Slack gives no number: ours is small)
METADATA_CHARACTERS = 8_000
# https://docs.slack.dev/apis/web-api/rate-limits
MESSAGE_SECONDS_PER_CHANNEL = 1.0

# https://docs.slack.dev/reference/block-kit/blocks/section-block
SECTION_TEXT = 3_000
SECTION_FIELDS = 10
SECTION_FIELD_TEXT = 2_000
# https://docs.slack.dev/reference/block-kit/blocks/header-block
HEADER_TEXT = 150
# https://docs.slack.dev/reference/block-kit/blocks/context-block
CONTEXT_ELEMENTS = 10
CONTEXT_TEXT = 3_000
# https://docs.slack.dev/reference/block-kit/blocks/actions-block
ACTIONS_ELEMENTS = 25
# https://docs.slack.dev/reference/block-kit/blocks/input-block
INPUT_LABEL = 2_000
INPUT_HINT = 2_000
# https://docs.slack.dev/reference/block-kit/blocks/image-block
IMAGE_URL = 3_000
IMAGE_ALT_TEXT = 2_000
IMAGE_TITLE = 2_000
# https://docs.slack.dev/reference/block-kit/blocks (every block's block_id)
BLOCK_ID = 255
# https://docs.slack.dev/reference/block-kit/block-elements (every element's action_id)
ACTION_ID = 255

# https://docs.slack.dev/reference/block-kit/block-elements/button-element
BUTTON_TEXT = 75
BUTTON_VALUE = 2_000
BUTTON_URL = 3_000
BUTTON_ACCESSIBILITY_LABEL = 75
# https://docs.slack.dev/reference/block-kit/block-elements/overflow-menu-element
OVERFLOW_OPTIONS = 5
# https://docs.slack.dev/reference/block-kit/block-elements/select-menu-element
SELECT_OPTIONS = 100
SELECT_GROUPS = 100
PLACEHOLDER = 150
# https://docs.slack.dev/reference/block-kit/block-elements/radio-button-group-element
RADIO_OPTIONS = 10
# https://docs.slack.dev/reference/block-kit/block-elements/checkboxes-element
CHECKBOX_OPTIONS = 10
# https://docs.slack.dev/reference/block-kit/block-elements/plain-text-input-element
TEXT_INPUT = 3_000
# https://docs.slack.dev/reference/block-kit/composition-objects/option-object
OPTION_TEXT = 75
OPTION_VALUE = 150
OPTION_DESCRIPTION = 75
OPTION_URL = 3_000
# https://docs.slack.dev/reference/block-kit/composition-objects/option-group-object
OPTION_GROUP_LABEL = 75
# https://docs.slack.dev/reference/block-kit/composition-objects/confirmation-dialog-object
CONFIRM_TITLE = 100
CONFIRM_TEXT = 300
CONFIRM_BUTTON = 30

# https://docs.slack.dev/reference/views/modal-views
VIEW_TITLE = 24
VIEW_SUBMIT = 24
VIEW_CLOSE = 24
PRIVATE_METADATA = 3_000
CALLBACK_ID = 255
EXTERNAL_ID = 255
# https://docs.slack.dev/reference/methods/views.open (view_too_large)
VIEW_BYTES = 250 * 1024
# https://docs.slack.dev/reference/methods/views.push (the root and two more)
VIEW_STACK = 3

# https://docs.slack.dev/interactivity/handling-user-interaction
TRIGGER_SECONDS = 3.0
ACK_SECONDS = 3.0
RESPONSE_URL_USES = 5
RESPONSE_URL_SECONDS = 30 * 60.0
# https://docs.slack.dev/apis/events-api (retries: nearly at once, after one minute, after five)
RETRY_AFTER_SECONDS = (0.0, 60.0, 300.0)

# https://docs.slack.dev/reference/methods/conversations.list and .history
PAGE_SIZE = 100
PAGE_SIZE_MOST = 1_000
HISTORY_PAGE_MOST = 999
