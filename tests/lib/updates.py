# SPDX-License-Identifier: MIT
"""Updates for tests: maps of proto/SPEC.md section 7 with plausible content where the test does not care."""

ACTOR = "督查室"
REASON = "罗湖区2022年工作计划"


def source_set(source, depts, roles=("report",)):
    """This source may speak for these units."""
    return {"t": "source_set", "source": source, "depts": list(depts), "roles": list(roles), "actor": ACTOR,
            "reason": REASON}


def item_set(item, lead, title="建成社区养老服务中心", due="2022-12-31", **fields):
    """The plan has this item, and this unit answers for it."""
    return {"t": "item_set", "item": item, "title": title, "lead": lead, "due": due, **fields, "actor": ACTOR,
            "reason": REASON}


def plan_set(**fields):
    """The plan as a whole."""
    return {"t": "plan_set", **fields, "actor": ACTOR, "reason": REASON}


def approved(item, new_due, decided_on="2022-10-10", doc_no="督〔2022〕1号", **fields):
    """A supervisor moved a deadline."""
    return {"t": "decide", "item": item, "decision": "approved", "new_due": new_due, "decided_on": decided_on,
            "doc_no": doc_no, **fields, "actor": ACTOR, "reason": doc_no}


def refused(item, decided_on="2022-10-10", doc_no="督〔2022〕1号", **fields):
    """A supervisor did not move a deadline."""
    return {"t": "decide", "item": item, "decision": "refused", "decided_on": decided_on, "doc_no": doc_no, **fields,
            "actor": ACTOR, "reason": doc_no}


def task(item, **fields):
    """What a unit reports of an item."""
    return {"t": "task", "item": item, **fields}


def project(item, **fields):
    """What a unit reports of works, whose stage it may name."""
    return {"t": "project", "item": item, **fields}


def reading(item, period, value, status="preliminary", **fields):
    """The figure of a period: [mantissa, exponent] and its unit."""
    (mantissa, exponent), unit = value
    return {"t": "reading", "item": item, "period": period, "value": [mantissa, exponent], "unit": unit, "status": status,
            **fields}


def figure(mantissa, exponent, unit):
    """The measures of an item that has reached so much."""
    return {"main": [[mantissa, exponent], unit]}


def notes(item, count, start=1):
    """Reports of one item that differ in their notes."""
    return [task(item, note=f"note {number}") for number in range(start, start + count)]


def rowset(dept, delivered_at, name, decision="accepted", **fields):
    """What became of a unit's file, behind the updates that were made of it."""
    return {"t": "rowset", "dept": dept, "delivered_at": delivered_at, "name": name, "sha256": "00" * 32,
            "decision": decision, **fields}
