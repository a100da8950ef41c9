"""`minyi compare`: any two months side by side, from the published warehouse."""

from __future__ import annotations

import shutil
from pathlib import Path

from flows.estimation.judgement import compare_months
from flows.estimation.tables import write_table
from flows.issues import InputError
from flows.period import Month
from flows.printing import print_documents
from flows.reference import load_reference
from flows.scheme import Scheme
from flows.settings import Settings
from flows.steps import workshop
from flows.warehouse.database import connect
from flows.warehouse.models import read_models, run_models
from flows.warehouse.publish import WAREHOUSE
from reports import comparison_document
from reports.document import AnalyticalReport

FOLDER = "对比"
# What is made anew for the two months; the rest of the warehouse does not depend on which months are compared.
COMPARING = ("mart.test", "mart.comparison")


def compare(settings: Settings, one: Month, other: Month) -> Path:
    """Write the comparison of two months, in either order; return the document.

    The published warehouse is copied and stays as it is: the copy learns the changes between the two months.

    Raises:
        InputError: in Chinese: the same month twice, a month that is not there, another run under way.
    """
    earlier, later = sorted((one, other))
    if earlier == later:
        raise InputError(f"对比需要两个不同的月份，两次都写了 {one}")
    published = settings.processed / WAREHOUSE
    if not published.exists():
        raise InputError("还没有发布任何月份，请先运行 minyi run")
    scheme = load_reference(settings.reference).scheme
    with workshop(settings) as shop:
        copy = Path(shutil.copyfile(published, shop / WAREHOUSE))
        document = _composed(settings, copy, later, earlier, scheme)
        (content,) = print_documents(settings, [document])
        title = comparison_document.REPORT.stem(later.label, comparison_document.prior_subject(earlier.first_day).name)
        made = shop / f"{title}.pdf"
        made.write_bytes(content)
        folder = settings.processed / FOLDER
        folder.mkdir(exist_ok=True)
        made.replace(folder / made.name)
    return folder / f"{title}.pdf"


def _composed(settings: Settings, copy: Path, later: Month, earlier: Month, scheme: Scheme) -> AnalyticalReport:
    with connect(copy) as connection:
        known = {month for (month,) in connection.execute("select month from mart.month").fetchall()}
        missing = [str(each) for each in (earlier, later) if each.first_day not in known]
        if missing:
            there = "、".join(f"{month:%Y-%m}" for month in sorted(known))
            raise InputError(f"数据库中没有 {'、'.join(missing)}，有的月份：{there}")
        pair = (later.first_day, earlier.first_day)
        write_table(connection, "core.month_pair", "month date, prior_month date", [pair])
        compare_months(connection, scheme, pair)
        models = [model for model in read_models(settings.sql, ("marts",)) if model.table in COMPARING]
        run_models(connection, models)
        return comparison_document.compose(connection, *pair)
