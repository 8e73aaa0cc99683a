"""The papers of the plan: one content, three forms (Word, PDF, Excel). docs/decisions/0017, 0018.

    order (which kind, of whom, as of when)  →  a builder's Document (blocks.py)  →  word, pdf or sheet

How a kind is added:

1. Write a module here with `build(order) -> Document`. It takes every number from a function of `reports` (it
   never counts) and puts it into blocks; `order.paper(…)` fills in head, signature, receivers and the trace.
2. Add it to `kinds.KINDS`: code, title, who may make it, whether it is of a unit, in which forms it comes.
   Page, command, access and log follow from that row; so does the test that makes all kinds in all forms.
3. A kind that needs a look of its own gets a Word template in `frames/` (see `frames/make.py`); the fields that
   a template may use are in `fields.FIELDS`. Most use "van-ban.docx" (upright, a letter or report) or
   "bang-bieu.docx" (across, a list or table).

To make one from elsewhere: `making.make(order, form)` gives its name, type and content, and logs it.
"""
