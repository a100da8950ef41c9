-- grain: one row per (month of the ledger, kind, code) that a row of that month's rectification ledger is about
-- 说明：各主题、各问题在整改台账中的情况：未销号、超期、专项整治
-- @month 月份（该月一日）
-- @kind 种类：topic 主题；group 文字相近的同一问题
-- @code 主题代码；问题编号
-- @open_ledger_count 未销号（条）
-- @overdue_ledger_count 其中已超过整改时限（条）
-- @special_ledger_count 其中专项整治（条；问题描述、措施、目标中有词表 special_rectification 的词）
-- @special_ledger_nos 专项整治的台账编号
select
    ledger.month,
    about.kind,
    about.code,
    count(*) filter (where ledger.state = 'open') as open_ledger_count,
    count(*) filter (where event.is_overdue_open) as overdue_ledger_count,
    count(*) filter (where ledger.state = 'open' and ledger.is_special) as special_ledger_count,
    coalesce(
        list(ledger.ledger_no order by ledger.ledger_no) filter (where ledger.state = 'open' and ledger.is_special), []
    ) as special_ledger_nos
from staging.rectification as ledger
inner join core.rectification_event as event using (month, ledger_no)
inner join core.ledger_matter as first_told using (ledger_no)
inner join core.opinion_mark as mark
    on mark.source = 'rectification' and mark.sheet_id = first_told.sheet_id and mark.row = first_told.row
cross join lateral (
    select unnest(['topic', 'group']) as kind, unnest([mark.topic, mark.group_id]) as code
) as about
where about.code is not null
group by ledger.month, about.kind, about.code
