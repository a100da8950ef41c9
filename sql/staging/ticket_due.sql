-- grain: one row per (month of the export, ticket): by when it is to be closed, and what the limits allowed
-- First due: the stated due time, else the limit from dispatch, in working days, days or hours (the scheme's working
-- days where there is none). An extension counts up to the working days that the scheme allows after the first due
-- day: a longer one would let a ticket pass for on time against the rules. Without a first due nothing can be said
-- against an extension.
-- Returns are only counted in the files: neither which dispatch nor which signing is told says when they were. All of
-- them were in time where the ticket was closed within the limit from its receipt; else nobody can tell.
with setting as (
    select
        max(value) filter (where setting = 'limit_working_days')::integer as limit_working_days,
        max(value) filter (where setting = 'extension_working_days')::integer as extension_working_days,
        max(value) filter (where setting = 'return_working_days')::integer as return_working_days
    from reference.scheme
    where part = 'hotline'
),

version as (
    select ticket_read.*, coalesce(ticket_read.limit_unit, 'workday') as counted_unit, setting.*
    from staging.ticket_read
    inner join staging.ticket_version using (sheet_id, row)
    cross join setting
    where ticket_version.speaks_for_month
),

first_due as (
    select
        *,
        case
            when stated_due_at is not null then stated_due_at
            when counted_unit = 'workday'
                then cast(working_days_after(dispatched_at, coalesce(limit_value, limit_working_days)) as timestamp)
            when counted_unit = 'day' then date_trunc('day', dispatched_at) + to_days(limit_value)
            else dispatched_at + to_hours(limit_value)
        end as first_due_at
    from version
),

limited as (
    select
        *,
        stated_due_at is null and counted_unit = 'workday' and is_provisional_span(dispatched_at, first_due_at)
            as is_first_provisional,
        case when extended_due_at is not null then working_days_after(first_due_at, extension_working_days) end
            as extension_limit_on
    from first_due
),

extended as (
    select
        *,
        coalesce(cast(extended_due_at as date) > extension_limit_on, false) as is_extension_too_long,
        is_first_provisional or is_provisional_span(first_due_at, extension_limit_on) as is_limit_provisional
    from limited
)

select
    sheet_id,
    row,
    month,
    ticket_no,
    dispatched_at,
    day_end(first_due_at) as first_due_at,
    day_end(extended_due_at) as extended_due_at,
    extension_limit_on,
    is_extension_too_long,
    day_end(
        if(is_extension_too_long, cast(extension_limit_on as timestamp), coalesce(extended_due_at, first_due_at))
    ) as due_at,
    case
        when extended_due_at is null then is_first_provisional
        else is_extension_too_long and is_limit_provisional
    end as is_due_provisional,
    return_count,
    case
        when return_count = 0 then null
        when cast(closed_at as date) <= working_days_after(called_at, return_working_days) then 'in_time'
        else 'unknown'
    end as return_timing,
    found_problems([
        case
            when is_extension_too_long
                then problem(
                    'extension_too_long', 'extended_due_at', cast(extended_due_at as date),
                    cast(first_due_at as date) || ' 之后 ' || extension_working_days || ' 个工作日，到 ' || extension_limit_on
                )
        end
    ]) as problems
from extended
