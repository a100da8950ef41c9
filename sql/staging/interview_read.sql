-- grain: one row per row of a survey file (a call attempt)
-- Types, town and codes as far as they can be read, with the list of what could not.
with source as (
    select
        survey.* exclude (started_at, ended_at),
        survey.started_at as started_at_text,
        survey.ended_at as ended_at_text,
        sheet.month
    from raw.survey
    inner join raw.sheet using (sheet_id)
),

answered as (
    select sheet_id, row, count(*) as answer_count
    from raw.survey_answer
    group by sheet_id, row
),

repeated_number as (
    select month, squeezed(sample_id) as sample_id
    from source
    group by month, squeezed(sample_id)
    having min(content_hash) <> max(content_hash)
),

parsed as (
    select
        source.sheet_id,
        source.row,
        source.month,
        squeezed(source.sample_id) as sample_id,
        read_day(source.interview_date, source.month) as interview_on,
        interview_on + read_time(source.started_at_text) as started_at,
        interview_on + read_time(source.ended_at_text) as ended_at,
        read_duration_s(source.duration_s) as stated_duration_s,
        coalesce(
            stated_duration_s,
            case when ended_at >= started_at then date_diff('second', started_at, ended_at) end
        ) as duration_s,
        squeezed(source.interviewer_id) as interviewer_id,
        source.phone as phone_token,
        place.town_code,
        place.how as town_how,
        place.proposal as town_proposal,
        sex.value as sex,
        whole_number(source.age) as age_years,
        read_ages(source.age) as ages,
        urban_rural.value as urban_rural,
        disposition.value as disposition_code,
        is_valid.value as valid_word,
        qc_result.value as qc_word,
        coalesce(is_valid.value, 'yes') <> 'no' and coalesce(qc_result.value, 'yes') <> 'no' as passed_quality,
        source.comment,
        coalesce(answered.answer_count, 0) as answer_count,
        repeated_number.sample_id is not null as is_number_repeated,
        repeated_row.first_sheet_id <> source.sheet_id or repeated_row.first_row <> source.row as is_later_copy,
        repeated_row.first_row,
        case when repeated_row.first_sheet_id <> source.sheet_id then repeated_row.first_file end as first_file,
        source.town as town_text,
        source.village as village_text,
        source.interview_date as interview_date_text,
        source.duration_s as duration_text,
        source.started_at_text,
        source.ended_at_text,
        source.urban_rural as urban_rural_text,
        source.disposition as disposition_text,
        source.is_valid as is_valid_text,
        source.qc_result as qc_result_text
    from source
    left join staging.repeated_row
        on repeated_row.source = 'survey'
            and repeated_row.month = source.month
            and repeated_row.content_hash = source.content_hash
    left join answered using (sheet_id, row)
    left join repeated_number
        on repeated_number.month = source.month and repeated_number.sample_id = squeezed(source.sample_id)
    left join staging.place
        on place.town is not distinct from source.town
            and place.village is not distinct from source.village
            and place.address is null
    left join staging.word as sex on sex.list = 'sex' and sex.word = squeezed(source.sex)
    left join staging.word as urban_rural
        on urban_rural.list = 'urban_rural' and urban_rural.word = squeezed(source.urban_rural)
    left join staging.word as disposition
        on disposition.list = 'disposition' and disposition.word = squeezed(source.disposition)
    left join staging.word as is_valid on is_valid.list = 'yes_no' and is_valid.word = squeezed(source.is_valid)
    left join staging.word as qc_result on qc_result.list = 'yes_no' and qc_result.word = squeezed(source.qc_result)
),

judged as (
    select
        parsed.*,
        coalesce(is_later_copy, false) as is_duplicate,
        coalesce(disposition_code, '') = '1.1' and passed_quality as is_complete,
        found_problems([
            case when is_duplicate then problem('row_duplicate', 'sample_id', first_row, first_file) end,
            id_problem('sample_id', sample_id),
            case
                when is_number_repeated
                    then problem('id_repeated', 'sample_id', sample_id, null)
            end,
            day_problem('interview_date', interview_on, interview_date_text),
            town_problem(town_how, town_text, village_text, town_proposal),
            case
                when disposition_code is null then problem('disposition_unknown', 'disposition', disposition_text, null)
            end,
            case
                when disposition_code = '1.1' and urban_rural is null
                    then problem('urban_rural_unknown', 'urban_rural', urban_rural_text, null)
            end,
            unread_problem('time_unreadable', 'duration_s', stated_duration_s, duration_text),
            unread_problem('word_unknown', 'is_valid', valid_word, is_valid_text),
            unread_problem('word_unknown', 'qc_result', qc_word, qc_result_text)
        ]) as problems
    from parsed
)

select
    judged.* exclude (
        is_later_copy, first_row, first_file,
        is_number_repeated, town_text, village_text,
        interview_date_text, duration_text, urban_rural_text,
        valid_word, is_valid_text, qc_word, qc_result_text
    ),
    list_has_any(list_transform(problems, p -> p.code), rejecting.codes) as is_rejected
from judged
cross join (select list(code) as codes from reference.issue_text where severity = 'reject') as rejecting
