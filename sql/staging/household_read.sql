-- grain: one row per row of a file that lists the households and firms to be visited
with parsed as (
    select
        located_row.*,
        squeezed(source.household_no) as household_no,
        squeezed(source."group") as visit_group,
        visit_group.group_code,
        source.visitor,
        target_type.value as target_type,
        plain(source.village) as village,
        squeezed(source.householder) as householder,
        source.phone as phone_token,
        long_away.value as long_away,
        coalesce(long_away.value, 'no') = 'yes' as is_long_away,
        source as cell
    from raw.household as source
    inner join staging.located_row using (sheet_id, row)
    left join staging.visit_group_name as visit_group
        on visit_group.name = squeezed(source."group")
            and strftime(located_row.month, '%Y-%m') between visit_group.valid_from and visit_group.valid_to
    left join staging.word as target_type
        on target_type.list = 'target_type' and target_type.word = squeezed(source.target_type)
    left join staging.word as long_away
        on long_away.list = 'long_away' and long_away.word = squeezed(source.is_long_away)
),

-- one number for households that differ in name or village
repeated_number as (
    select month, visit_group, household_no
    from parsed
    where not is_duplicate
    group by month, visit_group, household_no
    having count(distinct (householder, village)) > 1
),

judged as (
    select
        parsed.*,
        found_problems([
            case when is_duplicate then problem('row_duplicate', 'household_no', first_row, first_file) end,
            id_problem('household_no', parsed.household_no),
            case
                when repeated_number.month is not null and not is_duplicate
                    then problem('id_repeated', 'household_no', parsed.household_no, null)
            end,
            town_problem(town_how, cell.town, cell.village, town_proposal),
            unread_problem('group_unknown', 'group', group_code, cell."group"),
            case when plain(cell.target_type) is null then problem('target_missing', 'target_type', null, null) end,
            unread_problem('word_unknown', 'target_type', target_type, cell.target_type),
            unread_problem('word_unknown', 'is_long_away', long_away, cell.is_long_away)
        ]) as problems
    from parsed
    left join repeated_number
        on repeated_number.month = parsed.month
            and repeated_number.visit_group is not distinct from parsed.visit_group
            and repeated_number.household_no = parsed.household_no
)

select * exclude (cell, first_row, first_file, long_away), rejects(problems) as is_rejected
from judged
