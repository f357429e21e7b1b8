"""Headers of every page: nothing runs in it, nothing frames it, nobody is told where it was, nothing keeps it."""

from starlette.responses import HTMLResponse

# https://cheatsheetseries.owasp.org/cheatsheets/HTTP_Headers_Cheat_Sheet.html
PAGE = {
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
    ),
    "X-Frame-Options": "DENY",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
    "X-Robots-Tag": "noindex, nofollow, noarchive",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
}
# What machines read: nothing is rendered, and nothing kept.
MACHINE = {
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
}
ONLY_HTTPS = {"Strict-Transport-Security": "max-age=31536000"}


def page(html: str, status: int = 200, *, https: bool, **more: str) -> HTMLResponse:
    """`https`: whether PUBLIC_URL is; browsers then refuse to come without. `more`: "Retry_After" and the like."""
    extra = {name.replace("_", "-"): value for name, value in more.items()}
    return HTMLResponse(html, status, {**PAGE, **(ONLY_HTTPS if https else {}), **extra})
