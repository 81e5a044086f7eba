"""Answers by mail: written down as they come, read and posted by the worker, refused with one clear mail.

server, maildir → receiving (a row, before the mail server is told yes) → reading (who, whether they may, what they wrote)
→ the target's own action (``targets``) → posted, or ``refusals``
"""
