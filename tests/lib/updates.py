# SPDX-License-Identifier: MIT
"""Updates for tests: maps of proto/SPEC.md section 7 with plausible content where the test does not care."""

ACTOR = "督查室"
REASON = "罗湖区2022年工作计划"


def source_set(source, depts, roles=("report",)):
    """This source may speak for these units."""
    return {"t": "source_set", "source": source, "depts": list(depts), "roles": list(roles), "actor": ACTOR,
            "reason": REASON}


def item_set(item, lead, title="建成社区养老服务中心", due="2022-12-31"):
    """The plan has this item, and this unit answers for it."""
    return {"t": "item_set", "item": item, "title": title, "lead": lead, "due": due, "actor": ACTOR, "reason": REASON}


def task(item, **fields):
    """What a unit reports of an item."""
    return {"t": "task", "item": item, **fields}


def notes(item, count, start=1):
    """Reports of one item that differ in their notes."""
    return [task(item, note=f"note {number}") for number in range(start, start + count)]
