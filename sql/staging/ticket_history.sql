-- grain: one row per version of a ticket: what a sheet of some month said of it, set against the version before
-- A version looks back only: nothing that a later month says changes it.
with version as (
    select
        ticket_version.sheet_id,
        ticket_version.row,
        ticket_version.month,
        ticket_version.ticket_no,
        ticket_version.speaks_for_month,
        ticket_version.is_superseded,
        ticket_version.lateness,
        ticket_version.wording,
        ticket_version.place,
        ticket_read.called_at,
        ticket_read.town_code,
        ticket_read.stage,
        ticket_read.closed_at,
        ticket_read.redo_count,
        nullif(ticket_read.first_satisfaction, 'none') as first_satisfaction,
        nullif(ticket_read.final_satisfaction, 'none') as final_satisfaction,
        ticket_read.closed_at is not null or coalesce(ticket_read.stage in ('closed', 'finished'), false) as is_closed,
        coalesce(ticket_read.stage not in ('closed', 'finished'), false) as says_open
    from staging.ticket_version
    inner join staging.ticket_read using (sheet_id, row)
    where ticket_version.is_version
),

compared as (
    select
        version.* exclude (first_satisfaction),
        row_number() over life as version_no,
        row_number() over (partition by ticket_no order by month desc, lateness desc, wording desc, sheet_id, row) = 1
            as is_latest,
        lag(struct_pack(place, month, called_at, town_code, closed_at, redo_count, is_closed)) over life as prior,
        -- a file without 首次满意度 still said by an earlier export what the caller first thought
        coalesce(
            first_satisfaction, first_value(coalesce(first_satisfaction, final_satisfaction) ignore nulls) over so_far
        ) as first_satisfaction
    from version
    window
        life as (partition by ticket_no order by month, lateness, wording, sheet_id desc, row),
        so_far as (
            partition by ticket_no order by month, lateness, wording, sheet_id desc, row
            rows between unbounded preceding and current row
        )
),

judged as (
    select
        *,
        list_filter([
            case when redo_count > 0 then 'redone' end,
            case when first_satisfaction <> final_satisfaction then 'evaluated_again' end,
            case when prior.closed_at is not null and closed_at is null and says_open then 'opened_again' end,
            case
                when prior.is_closed and says_open and (prior.closed_at is null or closed_at is not null)
                    then 'status_back'
            end
        ], reason -> reason is not null) as reopened_now
    from compared
)

select
    sheet_id,
    row,
    month,
    ticket_no,
    version_no,
    is_latest,
    speaks_for_month,
    is_superseded,
    called_at,
    judged.town_code,
    stage,
    closed_at,
    redo_count,
    first_satisfaction,
    final_satisfaction,
    prior.month as prior_month,
    list_sort(list_distinct(flatten(list(reopened_now) over so_far))) as reopened_reasons,
    len(reopened_reasons) > 0 as is_reopened,
    found_problems([
        case
            when prior.closed_at is not null and closed_at is null and not says_open and redo_count <= prior.redo_count
                then problem('ticket_close_lost', 'closed_at', prior.closed_at, prior.place)
        end,
        case
            when not same_moment(called_at, prior.called_at)
                then problem('ticket_called_changed', 'called_at', called_at, prior.place || '的 ' || prior.called_at)
        end,
        case
            when judged.town_code <> prior.town_code
                then problem('ticket_town_changed', 'town', town.town_name, prior.place || '的' || prior_town.town_name)
        end
    ]) as problems
from judged
left join reference.town on town.town_code = judged.town_code
left join reference.town as prior_town on prior_town.town_code = judged.prior.town_code
window so_far as (
    partition by ticket_no order by month, lateness, wording, sheet_id desc, row
    rows between unbounded preceding and current row
)
