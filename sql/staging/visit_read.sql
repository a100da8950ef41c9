-- grain: one row per row of a visit ledger file
-- Day, times, words and town as far as they can be read, with the list of what could not.
with parsed as (
    select
        located_row.*,
        squeezed(source."group") as visit_group,
        visit_group.group_code,
        source.visitor,
        target_type.value as target_type,
        plain(source.village) as village,
        squeezed(source.householder) as householder,
        source.phone as phone_token,
        squeezed(source.household_no) as household_no,
        visited_on.day as visited_on,
        read_time(source.started_at) as started_alone,
        read_time(source.ended_at) as ended_alone,
        coalesce(started_alone, time_range.started_at) as started_at,
        coalesce(ended_alone, time_range.ended_at) as ended_at,
        time_range.ended_at as time_range_end,
        case when ended_alone is null then 'time_range' else 'ended_at' end as end_column,
        case when ended_alone is null then source.time_range else source.ended_at end as end_text,
        method.value as method,
        case when nothing.value is null then source.opinion end as opinion,
        theme.value as theme,
        solved_on_site.value as solved_on_site,
        case when no_number.value is null then listed_numbers(source.transfer_no) end as transfer_nos,
        feedback_at.day as fed_back_on,
        source.feedback_by,
        cloud_uploaded.value as cloud_uploaded,
        source as cell
    from raw.visit as source
    inner join staging.located_row using (sheet_id, row)
    left join staging.moment as visited_on
        on visited_on.month = located_row.month and visited_on.text = source.visited_on
    left join staging.moment as feedback_at
        on feedback_at.month = located_row.month and feedback_at.text = source.feedback_at
    left join staging.time_range on time_range.text = source.time_range
    left join staging.visit_group_name as visit_group
        on visit_group.name = squeezed(source."group")
            and strftime(located_row.month, '%Y-%m') between visit_group.valid_from and visit_group.valid_to
    left join staging.word as target_type
        on target_type.list = 'target_type' and target_type.word = squeezed(source.target_type)
    left join staging.word as method on method.list = 'visit_method' and method.word = squeezed(source.method)
    left join staging.word as nothing on nothing.list = 'nothing' and nothing.word = squeezed(source.opinion)
    left join staging.word as no_number on no_number.list = 'nothing' and no_number.word = squeezed(source.transfer_no)
    left join staging.word as theme on theme.list = 'theme' and theme.word = squeezed(source.theme)
    left join staging.word as solved_on_site
        on solved_on_site.list = 'yes_no' and solved_on_site.word = squeezed(source.solved_on_site)
    left join staging.word as cloud_uploaded
        on cloud_uploaded.list = 'yes_no' and cloud_uploaded.word = squeezed(source.cloud_uploaded)
),

timed as (
    select
        parsed.*,
        case when ended_at >= started_at then date_diff('second', started_at, ended_at) end as duration_s,
        scheme.value::integer as min_minutes,
        duration_s < min_minutes * 60 and coalesce(method, 'home') <> 'phone' as is_short
    from parsed
    inner join reference.scheme on scheme.part = 'visit' and scheme.setting = 'min_minutes'
),

listed as (
    select distinct household_list.month, household.household_no
    from staging.household_list
    inner join staging.household as household on household.month = household_list.list_month
),

judged as (
    select
        timed.*,
        found_problems([
            case when is_duplicate then problem('row_duplicate', 'visited_on', first_row, first_file) end,
            day_problem('visited_on', visited_on, cell.visited_on),
            case
                when visited_on > folder_end(timed.month) then problem('visit_ahead', 'visited_on', visited_on, null)
            end,
            town_problem(town_how, cell.town, cell.village, town_proposal),
            unread_problem('group_unknown', 'group', group_code, cell."group"),
            case when plain(cell.target_type) is null then problem('target_missing', 'target_type', null, null) end,
            unread_problem('word_unknown', 'target_type', target_type, cell.target_type),
            unread_problem('word_unknown', 'method', method, cell.method),
            unread_problem('time_unreadable', 'started_at', started_alone, cell.started_at),
            unread_problem('time_unreadable', 'ended_at', ended_alone, cell.ended_at),
            unread_problem('time_unreadable', 'time_range', time_range_end, cell.time_range),
            case when ended_at < started_at then problem('visit_time_order', end_column, end_text, null) end,
            case when is_short then problem('visit_short', end_column, duration_s // 60, min_minutes) end,
            case
                when household_list.month is not null and listed.household_no is null and timed.household_no is not null
                    then problem('household_unknown', 'household_no', timed.household_no, null)
            end,
            case
                when opinion is not null and plain(cell.theme) is null then problem('theme_missing', 'theme', null, null)
            end,
            unread_problem('word_unknown', 'theme', theme, cell.theme),
            unread_problem('word_unknown', 'solved_on_site', solved_on_site, cell.solved_on_site),
            case
                when unknown_number.row is not null
                    then problem('ledger_no_unknown', 'transfer_no', unknown_number.numbers, null)
            end,
            unread_problem('time_unreadable', 'feedback_at', fed_back_on, cell.feedback_at),
            case
                when fed_back_on < visited_on then problem('feedback_before', 'feedback_at', cell.feedback_at, '走访日期')
            end,
            unread_problem('word_unknown', 'cloud_uploaded', cloud_uploaded, cell.cloud_uploaded)
        ]) as problems
    from timed
    left join staging.household_list on household_list.month = timed.month
    left join listed on listed.month = timed.month and listed.household_no = timed.household_no
    left join staging.unknown_ledger_number as unknown_number
        on unknown_number.sheet_id = timed.sheet_id and unknown_number.row = timed.row
)

select
    * exclude (
        cell, first_row, first_file, started_alone, ended_alone, time_range_end, end_column, end_text, min_minutes,
        cloud_uploaded
    ),
    coalesce(cloud_uploaded, 'no') = 'yes' as is_uploaded,
    rejects(problems) as is_rejected
from judged
