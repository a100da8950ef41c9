-- grain: one row per row of a hotline file
-- Types, town and words as far as they can be read, with the list of what could not.
with assisting as (
    select coalesce(list(word), []) as words from staging.word where list = 'role' and value = 'support'
),

-- a blank cell says that nobody signed or called only where the sheet has the columns
response as (
    select sheet_id
    from raw.sheet_column
    where column_name in ('signed_at', 'contacted')
    group by sheet_id
    having count(distinct column_name) = 2
),

source as (
    select
        hotline.*,
        sheet.month,
        -- the unit stands behind the number or in a column of its own
        case
            when regexp_full_match(squeezed(hotline."limit"), '\d+') then hotline."limit" || coalesce(hotline.limit_unit, '')
            else hotline."limit"
        end as limit_said,
        split_list(hotline.handler) as handlers,
        list_transform(split_list(hotline.role), word -> list_contains(assisting.words, word)) as roles_assisting,
        response.sheet_id is not null as has_response_columns
    from raw.hotline
    inner join raw.sheet using (sheet_id)
    cross join assisting
    left join response using (sheet_id)
),

parsed as (
    select
        source.sheet_id,
        source.row,
        source.month,
        squeezed(source.ticket_no) as ticket_no,
        squeezed(source.prior_ticket_no) as prior_ticket_no,
        called_at.moment as called_at,
        channel.value as channel,
        source.caller_phone as phone_token,
        coalesce(plain(source.category_l1), split_category(source.category)[1]) as category_l1,
        coalesce(plain(source.category_l2), split_category(source.category)[2]) as category_l2,
        coalesce(plain(source.category_l3), split_category(source.category)[3]) as category_l3,
        coalesce(place.town_code, in_text.town_code) as town_code,
        case when in_text.town_code is not null then 'text' else place.how end as town_how,
        case
            when in_text.town_code is not null then in_text.town_names
            else coalesce(place.proposal, '；其中提到' || in_text.town_names)
        end as town_proposal,
        village_key(source.village) as village_key,
        source.handlers,
        -- a role for each handler, or one for all of the row; a handler is only assisting where the file says so
        case
            when source.roles_assisting = [true] then source.handlers
            when len(source.roles_assisting) = len(source.handlers)
                then list_filter(source.handlers, (handler, place) -> source.roles_assisting[place])
            else []
        end as assisting_handlers,
        len(source.roles_assisting) not in (1, len(source.handlers)) as has_roles_astray,
        coalesce(not list_bool_and(source.roles_assisting), true) as is_lead_row,
        case
            when dispatched_at.is_yearless then moment_near(dispatched_at.moment, called_at.moment)
            else dispatched_at.moment
        end as dispatched_at,
        case when signed_at.is_yearless then moment_near(signed_at.moment, called_at.moment) else signed_at.moment end as signed_at,
        source.has_response_columns,
        read_limit(source.limit_said).value as limit_value,
        read_limit(source.limit_said).unit as limit_unit,
        case when due_at.is_yearless then moment_ahead(due_at.moment, called_at.moment) else due_at.moment end
            as stated_due_at,
        case
            when extended_due_at.is_yearless then moment_ahead(extended_due_at.moment, called_at.moment)
            else extended_due_at.moment
        end as extended_due_at,
        coalesce(whole_number(source.return_count), 0) as return_count,
        case when closed_at.is_yearless then moment_near(closed_at.moment, called_at.moment) else closed_at.moment end as closed_at,
        coalesce(whole_number(source.redo_count), 0) as redo_count,
        case when visited_at.is_yearless then moment_near(visited_at.moment, called_at.moment) else visited_at.moment end as visited_at,
        connected.value as connected,
        contacted.value as contacted,
        solved.value as solved,
        first_satisfaction.value as first_satisfaction,
        satisfaction.value as final_satisfaction,
        unreasonable.value as unreasonable,
        coalesce(unreasonable.value, 'no') = 'yes' as is_unreasonable,
        appeal.value as appeal,
        coalesce(appeal.value, 'none') = 'upheld' as is_appeal_upheld,
        source.title,
        source.content,
        source.status,
        stage.value as stage,
        cast(source.dispatched_at is not null as integer) + cast(source.signed_at is not null as integer)
        + cast(source.closed_at is not null as integer) + cast(source.visited_at is not null as integer)
            as time_count,
        repeated_row.first_sheet_id <> source.sheet_id or repeated_row.first_row <> source.row as is_later_copy,
        repeated_row.first_row,
        case when repeated_row.first_sheet_id <> source.sheet_id then repeated_row.first_file end as first_file,
        source.called_at as called_at_text,
        source.closed_at as closed_at_text,
        source.dispatched_at as dispatched_at_text,
        source.signed_at as signed_at_text,
        source.visited_at as visited_at_text,
        source.due_at as due_at_text,
        source.extended_due_at as extended_due_at_text,
        source."limit" as limit_text,
        source.connected as connected_text,
        source.contacted as contacted_text,
        source.appeal as appeal_text,
        source.role as role_text,
        source.unreasonable as unreasonable_text,
        source.channel as channel_text,
        source.solved as solved_text,
        source.first_satisfaction as first_satisfaction_text,
        source.final_satisfaction as satisfaction_text,
        source.town as town_text,
        source.village as village_text
    from source
    left join staging.repeated_row
        on repeated_row.source = 'hotline'
            and repeated_row.month = source.month
            and repeated_row.content_hash = source.content_hash
    left join staging.place
        on place.town is not distinct from source.town
            and place.village is not distinct from source.village
            and place.address is not distinct from source.address
    left join staging.place_in_text as in_text
        on place.how = 'missing' and in_text.text = concat_ws(chr(10), source.title, source.content)
    left join staging.moment as called_at on called_at.month = source.month and called_at.text = source.called_at
    left join staging.moment as dispatched_at
        on dispatched_at.month = source.month and dispatched_at.text = source.dispatched_at
    left join staging.moment as signed_at on signed_at.month = source.month and signed_at.text = source.signed_at
    left join staging.moment as due_at on due_at.month = source.month and due_at.text = source.due_at
    left join staging.moment as extended_due_at
        on extended_due_at.month = source.month and extended_due_at.text = source.extended_due_at
    left join staging.moment as closed_at on closed_at.month = source.month and closed_at.text = source.closed_at
    left join staging.moment as visited_at on visited_at.month = source.month and visited_at.text = source.visited_at
    left join staging.word as channel on channel.list = 'channel' and channel.word = squeezed(source.channel)
    left join staging.word as connected on connected.list = 'yes_no' and connected.word = squeezed(source.connected)
    left join staging.word as contacted on contacted.list = 'yes_no' and contacted.word = squeezed(source.contacted)
    left join staging.word as appeal on appeal.list = 'appeal' and appeal.word = squeezed(source.appeal)
    left join staging.word as solved on solved.list = 'solved' and solved.word = squeezed(source.solved)
    left join staging.word as satisfaction
        on satisfaction.list = 'satisfaction' and satisfaction.word = squeezed(source.final_satisfaction)
    left join staging.word as first_satisfaction
        on first_satisfaction.list = 'satisfaction'
            and first_satisfaction.word = squeezed(source.first_satisfaction)
    left join staging.word as stage on stage.list = 'ticket_stage' and stage.word = squeezed(source.status)
    left join staging.word as unreasonable
        on unreasonable.list = 'yes_no' and unreasonable.word = squeezed(source.unreasonable)
),

judged as (
    select
        parsed.*,
        coalesce(is_later_copy, false) as is_duplicate,
        found_problems([
            case when is_duplicate then problem('row_duplicate', 'ticket_no', first_row, first_file) end,
            id_problem('ticket_no', ticket_no),
            day_problem('called_at', called_at, called_at_text),
            town_problem(town_how, town_text, village_text, town_proposal),
            unread_problem('date_unreadable', 'closed_at', closed_at, closed_at_text),
            unread_problem('time_unreadable', 'dispatched_at', dispatched_at, dispatched_at_text),
            unread_problem('time_unreadable', 'signed_at', signed_at, signed_at_text),
            unread_problem('time_unreadable', 'visited_at', visited_at, visited_at_text),
            unread_problem('time_unreadable', 'due_at', stated_due_at, due_at_text),
            unread_problem('time_unreadable', 'extended_due_at', extended_due_at, extended_due_at_text),
            unread_problem('time_unreadable', 'limit', limit_value, limit_text),
            case
                when closed_at is null and plain(closed_at_text) is null and contains(status, '办结')
                    then problem('close_undated', 'closed_at', null, null)
            end,
            case when closed_at < dispatched_at then problem('ticket_time_order', 'closed_at', closed_at_text, null) end,
            unread_problem('word_unknown', 'channel', channel, channel_text),
            unread_problem('word_unknown', 'connected', connected, connected_text),
            unread_problem('word_unknown', 'contacted', contacted, contacted_text),
            unread_problem('word_unknown', 'appeal', appeal, appeal_text),
            case when has_roles_astray then problem('roles_astray', 'role', role_text, len(handlers)) end,
            unread_problem('word_unknown', 'unreasonable', unreasonable, unreasonable_text),
            unread_problem('word_unknown', 'solved', solved, solved_text),
            unread_problem('word_unknown', 'status', stage, status),
            unread_problem('word_unknown', 'first_satisfaction', first_satisfaction, first_satisfaction_text),
            unread_problem('word_unknown', 'final_satisfaction', final_satisfaction, satisfaction_text)
        ]) as problems
    from parsed
)

select
    judged.* exclude (
        is_later_copy, first_row, first_file, has_roles_astray, appeal, appeal_text, contacted_text, role_text,
        called_at_text, closed_at_text, dispatched_at_text, signed_at_text, visited_at_text, due_at_text,
        extended_due_at_text, limit_text, connected_text, unreasonable, unreasonable_text, channel_text, solved_text,
        first_satisfaction_text, satisfaction_text,
        town_text, village_text
    ),
    list_has_any(list_transform(problems, p -> p.code), rejecting.codes) as is_rejected
from judged
cross join (select list(code) as codes from reference.issue_text where severity = 'reject') as rejecting
