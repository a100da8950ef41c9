-- grain: one row per distinct (scale, answer text) of the survey files
-- The grade a text means: a word or code of its scale (scales.csv), or a code and its word together ("1.满意"). Two
-- different grades in one cell are none.
with given as (
    select distinct question.scale, given.answer as text
    from raw.survey_answer as given
    inner join raw.sheet using (sheet_id)
    inner join reference.question
        on question.question = given.question
            and strftime(sheet.month, '%Y-%m') >= question.valid_from
            and strftime(sheet.month, '%Y-%m') <= coalesce(question.valid_to, '9999-12')
),

part as (
    select scale, text, unnest(regexp_split_to_array(squeezed(text), '[、,;/|+.:]|(?:^\(?([0-9A-Za-z])\))')) as part
    from given
),

counted as (
    select part.scale, part.text, bool_and(word.value is not null) as is_all_known, list_distinct(list(word.value)) as grades
    from part
    left join staging.word on word.list = 'grade_' || part.scale and word.word = part.part
    where part.part <> ''
    group by part.scale, part.text
)

select
    given.scale,
    given.text,
    case
        when word.value is not null then word.value
        when counted.is_all_known and len(counted.grades) = 1 then counted.grades[1]
    end as grade,
    word.value is null and counted.is_all_known and len(counted.grades) > 1 as is_several
from given
left join staging.word on word.list = 'grade_' || given.scale and word.word = squeezed(given.text)
left join counted using (scale, text)
