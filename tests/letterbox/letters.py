"""Letters as people and mail servers write them."""

from email.message import EmailMessage
from email.policy import SMTP


def letter(sender: str, text: str, subject: str = "Hello", **headers: str) -> bytes:
    """`headers`: "In_Reply_To" and the like."""
    made = EmailMessage(policy=SMTP)
    made["From"], made["To"], made["Subject"] = sender, headers.pop("To", "team@example.org"), subject
    made["Message-ID"] = headers.pop("Message_ID", "<one@their.example.org>")
    for name, value in headers.items():
        made[name.replace("_", "-")] = value
    made.set_content(text)
    return made.as_bytes()


def bounce(message_id: str, action: str = "failed") -> bytes:
    """As a mail server tells that a letter of ours could not be delivered."""
    return f"""\
From: Mail Delivery System <mailer-daemon@their.example.org>
To: bot@mail.example.org
Subject: Undelivered Mail Returned to Sender
Auto-Submitted: auto-replied
Message-ID: <dsn-{action}@their.example.org>
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="B"

--B
Content-Type: text/plain

I am sorry to have to inform you that your message could not be delivered.

--B
Content-Type: message/delivery-status

Reporting-MTA: dns; their.example.org

Final-Recipient: rfc822; somebody@example.org
Action: {action}
Status: 5.1.1
Diagnostic-Code: smtp; 550 no such mailbox

--B
Content-Type: message/rfc822

From: bot@mail.example.org
Message-ID: {message_id}
Subject: RR-1

The letter itself.
--B--
""".encode()
