-- grain: one row per row of a hotline file that is neither rejected nor a repeat: which version of its ticket it is
-- A sheet says a ticket's state in one row (of several handlers, the lead's); rows of the sheet with the same handlers,
-- and rows of other sheets, are other versions. The later: the later month's folder; within a month what the rows say:
-- more redone, then the latest event known, then further on by its status, then more times filled in; last, so that
-- no order of files can matter, the wording. The latest of a month speaks for the month.
with usable as (
    select
        *,
        {
            'redo_count': redo_count,
            'event_at': greatest(called_at, dispatched_at, closed_at, visited_at),
            'stage_no': coalesce(
                list_position(
                    ['received', 'dispatched', 'handling', 'extended', 'redoing', 'closed', 'finished'], stage
                ), 0
            ),
            'time_count': time_count
        } as lateness,
        concat_ws(
            '|', called_at, closed_at, stated_due_at, extended_due_at, limit_value, limit_unit, town_code, handlers,
            assisting_handlers, channel, signed_at, contacted, is_appeal_upheld,
            prior_ticket_no, phone_token, connected, solved, first_satisfaction, final_satisfaction, is_unreasonable,
            category_l1, category_l2, category_l3, title, content, status
        ) as wording
    from staging.ticket_read
    where not is_rejected and not is_duplicate
),

several as (
    select ticket_no from usable group by ticket_no having count(*) > 1
),

in_sheet as (
    select
        usable.*,
        row_number() over same_sheet = 1 as speaks_for_sheet,
        first_value(handlers) over same_sheet as sheet_handlers,
        row_number() over (same_hands order by lateness desc, row desc) > 1 as has_later_copy
    from usable
    inner join several using (ticket_no)
    window
        same_sheet as (partition by month, ticket_no, sheet_id order by is_lead_row desc, lateness desc, row desc),
        same_hands as (partition by month, ticket_no, sheet_id, handlers, is_lead_row)
),

in_month as (
    select
        in_sheet.*,
        row_place(sheet.file, sheet.sheet, row) as place,
        first_value(struct_pack(sheet_id, row, place := row_place(sheet.file, sheet.sheet, row))) over (
            partition by in_sheet.month, ticket_no
            order by speaks_for_sheet desc, lateness desc, wording desc, sheet_id
        ) as latest
    from in_sheet
    inner join staging.sheet using (sheet_id)
),

ranked as (
    select
        *,
        sheet_id = latest.sheet_id and row = latest.row as speaks_for_month,
        sheet_id <> latest.sheet_id or has_later_copy as is_superseded,
        speaks_for_sheet or (has_later_copy and is_lead_row and handlers is not distinct from sheet_handlers)
            as is_version
    from in_month
)

select
    sheet_id,
    row,
    month,
    ticket_no,
    coalesce(speaks_for_month, true) as speaks_for_month,
    coalesce(is_superseded, false) as is_superseded,
    coalesce(is_version, true) as is_version,
    usable.lateness,
    usable.wording,
    ranked.place,
    found_problems([
        case when is_superseded then problem('ticket_superseded', 'ticket_no', ticket_no, latest.place) end
    ]) as problems
from usable
left join ranked using (sheet_id, row, month, ticket_no)
