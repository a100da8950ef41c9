-- grain: one row per row of a rectification ledger file
with source as (
    select rectification.*, sheet.month
    from raw.rectification
    inner join raw.sheet using (sheet_id)
),

-- cells that say only that there is nothing
nothing as (
    select list(word) as words from staging.word where list = 'nothing'
),

parsed as (
    select
        source.sheet_id,
        source.row,
        source.month,
        coalesce(
            squeezed(source.ledger_no), strftime(source.month, '%Y') || '-' || squeezed(source.sequence_no)
        ) as ledger_no,
        squeezed(source.ledger_no) is not null as is_numbered,
        squeezed(source.sequence_no) as sequence_no,
        problem_source.value as problem_source,
        squeezed(source.source_ref) as source_ref,
        place.town_code,
        place.how as town_how,
        place.proposal as town_proposal,
        theme.value as theme,
        source.description,
        severity.value as severity,
        read_day(source.found_on, source.month) as found_on,
        squeezed(source.unit) as unit,
        case when not list_contains(nothing.words, squeezed(source.person)) then plain(source.person) end as person,
        case when not list_contains(nothing.words, squeezed(source.measure)) then plain(source.measure) end as measure,
        case when not list_contains(nothing.words, squeezed(source.target)) then plain(source.target) end as target,
        plan_phrase.value as plan_phrase,
        due_phrase.value as due_phrase,
        coalesce(struck_off.value, 'open') as state,
        read_day(source.struck_off_on, source.month) as struck_off_on,
        satisfaction.value as revisit_satisfaction,
        site_check.value as site_check,
        coalesce(rebound.value, 'no') = 'yes' as is_rebound,
        disclosed.value as disclosed,
        source.progress,
        exists (
            from staging.word as special
            where special.list = 'special_rectification'
                and contains(squeezed(concat_ws(' ', source.description, source.measure, source.target)), special.word)
        ) as is_special,
        repeated_row.first_sheet_id <> source.sheet_id or repeated_row.first_row <> source.row as is_later_copy,
        repeated_row.first_row,
        case when repeated_row.first_sheet_id <> source.sheet_id then repeated_row.first_file end as first_file,
        source.found_on as found_on_text,
        source.plan_due as plan_due_text,
        source.due as due_text,
        source.severity as severity_text,
        source.is_struck_off as struck_off_text,
        source.struck_off_on as struck_off_on_text,
        source.revisit_result as revisit_text,
        source.rebound as rebound_text,
        rebound.value as rebound_word,
        source.site_check as site_check_text,
        source.disclosed as disclosed_text,
        source.town as town_text
    from source
    cross join nothing
    left join staging.repeated_row
        on repeated_row.source = 'rectification'
            and repeated_row.month = source.month
            and repeated_row.content_hash = source.content_hash
    left join staging.place
        on place.town is not distinct from source.town and place.village is null and place.address is null
    left join staging.word as problem_source
        on problem_source.list = 'problem_source' and problem_source.word = squeezed(source.problem_source)
    left join staging.word as theme on theme.list = 'theme' and theme.word = squeezed(source.theme)
    left join staging.word as severity on severity.list = 'severity' and severity.word = squeezed(source.severity)
    left join staging.word as due_phrase on due_phrase.list = 'due_phrase' and due_phrase.word = due_key(source.due)
    left join staging.word as plan_phrase
        on plan_phrase.list = 'due_phrase' and plan_phrase.word = due_key(source.plan_due)
    left join staging.word as struck_off
        on struck_off.list = 'struck_off' and struck_off.word = squeezed(source.is_struck_off)
    left join staging.word as satisfaction
        on satisfaction.list = 'satisfaction' and satisfaction.word = squeezed(source.revisit_result)
    left join staging.word as site_check
        on site_check.list = 'site_check' and site_check.word = squeezed(source.site_check)
    left join staging.word as disclosed
        on disclosed.list = 'yes_no' and disclosed.word = squeezed(source.disclosed)
    left join staging.word as rebound on rebound.list = 'yes_no' and rebound.word = squeezed(source.rebound)
),

dated as (
    select
        *,
        coalesce(read_due_day(deadline_words(due_text), found_on), phrase_due(due_phrase, due_text, found_on)) as stated_due_on,
        case
            when plan_phrase = 'same_day' then found_on
            else coalesce(
                read_due_day(deadline_words(plan_due_text), found_on), phrase_due(plan_phrase, plan_due_text, found_on)
            )
        end as stated_proposal_due_on
    from parsed
),

judged as (
    select
        dated.*,
        coalesce(is_later_copy, false) as is_duplicate,
        found_problems([
            case when is_duplicate then problem('row_duplicate', 'ledger_no', first_row, first_file) end,
            id_problem('ledger_no', ledger_no),
            day_problem('found_on', found_on, found_on_text),
            town_problem(town_how, town_text, null, town_proposal),
            unread_problem('severity_unknown', 'severity', severity, severity_text),
            -- without the day of finding a deadline cannot be read, and the row is not used
            case
                when found_on is not null and due_phrase is null
                    then unread_problem('due_unreadable', 'due', stated_due_on, due_text)
            end,
            case
                when found_on is not null and plan_phrase is null
                    then unread_problem('due_unreadable', 'plan_due', stated_proposal_due_on, plan_due_text)
            end,
            case
                when plain(due_text) is null and plain(severity_text) is null
                    then problem('due_missing', 'due', null, null)
            end,
            case
                when struck_off_on is null and plain(struck_off_on_text) is not null
                    then problem('date_unreadable', 'struck_off_on', struck_off_on_text, null)
                when state = 'struck_off' and struck_off_on is null
                    then problem('strike_off_undated', 'struck_off_on', null, null)
            end,
            case
                when state = 'open' and plain(struck_off_text) is not null
                    and squeezed(struck_off_text) not in (select word from staging.word where list = 'struck_off')
                    then problem('word_unknown', 'is_struck_off', struck_off_text, null)
            end,
            unread_problem('word_unknown', 'revisit_result', revisit_satisfaction, revisit_text),
            unread_problem('word_unknown', 'site_check', site_check, site_check_text),
            unread_problem('word_unknown', 'rebound', rebound_word, rebound_text),
            unread_problem('word_unknown', 'disclosed', disclosed, disclosed_text)
        ]) as problems
    from dated
)

select
    judged.* exclude (
        is_later_copy, first_row, first_file,
        found_on_text, plan_due_text, plan_phrase, due_text, severity_text, struck_off_text, struck_off_on_text, revisit_text,
        rebound_text, rebound_word, site_check_text, disclosed_text, town_text
    ),
    list_has_any(list_transform(problems, p -> p.code), rejecting.codes) as is_rejected
from judged
cross join (select list(code) as codes from reference.issue_text where severity = 'reject') as rejecting
