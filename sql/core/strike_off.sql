-- grain: one row per (problem of the ledger, day on which it was struck off): what may come back
-- A problem struck off without a day was so by the end of the month whose ledger first shows it. An open problem that
-- shows a day was struck off then, unless it was explained. `month` is that of the first ledger that tells it.
with told as (
    select
        rectification.*,
        lag(state) over life as prior_state,
        bool_or(state = 'explained') over life as was_explained,
        bounds.next_starts_on
    from staging.rectification
    inner join staging.month as bounds using (month)
    window life as (partition by ledger_no order by rectification.month)
)

select
    ledger_no,
    coalesce(struck_off_on, next_starts_on - 1) as struck_off_on,
    bool_or(struck_off_on is not null) as is_dated,
    min(month) as month
from told
where (state = 'struck_off' and (struck_off_on is not null or prior_state is distinct from 'struck_off'))
    or (state = 'open' and struck_off_on is not null and not was_explained)
group by all
