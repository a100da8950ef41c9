-- grain: one row per row of a survey file (a call attempt)
-- Types, town and codes as far as they can be read, with the list of what could not.
with source as (
    select survey.*, sheet.month
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
        coalesce(
            read_duration_s(source.duration_s),
            date_diff('second', read_time(source.started_at), read_time(source.ended_at))
        ) as duration_s,
        read_time(source.ended_at) < read_time(source.started_at) as ends_before_start,
        squeezed(source.interviewer_id) as interviewer_id,
        source.phone as phone_token,
        place.town_code,
        place.how as town_how,
        place.proposal as town_proposal,
        sex.value as sex,
        whole_number(source.age) as age_years,
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
        read_duration_s(source.duration_s) as written_duration_s,
        source.duration_s as duration_text,
        source.ended_at as ended_at_text,
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
            case
                when disposition_code not in ('1.1', '1.2') and answer_count > 0
                    then problem('answer_on_invalid', 'disposition', disposition_text, null)
            end,
            case
                when disposition_code = '1.1' and passed_quality and duration_s < scheme.value::integer
                    then problem('interview_short', 'duration_s', duration_s, null)
            end,
            unread_problem('time_unreadable', 'duration_s', written_duration_s, duration_text),
            case when ends_before_start then problem('interview_time_order', 'ended_at', ended_at_text, null) end,
            unread_problem('word_unknown', 'is_valid', valid_word, is_valid_text),
            unread_problem('word_unknown', 'qc_result', qc_word, qc_result_text)
        ]) as problems
    from parsed
    inner join reference.scheme on scheme.part = 'interview_quality' and scheme.setting = 'short_interview_s'
)

select
    judged.* exclude (
        is_later_copy, first_row, first_file,
        ended_at_text, ends_before_start, is_number_repeated, town_text, village_text,
        interview_date_text, written_duration_s, duration_text, urban_rural_text,
        disposition_text, valid_word, is_valid_text, qc_word, qc_result_text
    ),
    list_has_any(list_transform(problems, p -> p.code), rejecting.codes) as is_rejected
from judged
cross join (select list(code) as codes from reference.issue_text where severity = 'reject') as rejecting
