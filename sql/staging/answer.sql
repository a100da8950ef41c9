-- grain: one row per (row of a survey file, question) that has an answer
-- An answer in no list of its scale has no grade: it counts as missing and is told as an issue. One given against the
-- questionnaire's skip rule is told too and counts: which of the two answers is wrong cannot be known from here.
with question as (
    select
        *,
        try_cast(regexp_extract(skip_rule, '^Q(\d+)', 1) as integer) as condition_question,
        contains(skip_rule, '≠') as is_asked_of_others,
        string_split(regexp_replace(skip_rule, '^.*[=≠]', ''), '|') as condition_answers
    from reference.question
),

graded as (
    select
        given.sheet_id,
        given.row,
        sheet.month,
        given.question,
        question.dimension,
        question.scale,
        question.skip_rule,
        question.condition_question,
        question.is_asked_of_others,
        question.condition_answers,
        given.answer as answer_text,
        reading.grade,
        coalesce(reading.is_several, false) as is_several,
        grade.score,
        grade.is_satisfied,
        grade.is_strictly_satisfied
    from raw.survey_answer as given
    inner join raw.sheet using (sheet_id)
    left join question
        on question.question = given.question
            and strftime(sheet.month, '%Y-%m') >= question.valid_from
            and strftime(sheet.month, '%Y-%m') <= coalesce(question.valid_to, '9999-12')
    left join staging.answer_reading as reading on reading.scale = question.scale and reading.text = given.answer
    left join reference.grade on grade.scale = question.scale and grade.answer = reading.grade
)

select
    graded.* exclude (condition_question, is_asked_of_others, condition_answers),
    -- Q5=… is asked of who gave question 5 one of the answers, Q5≠… of who gave it another; a blank says neither
    condition.grade is not null
        and list_contains(graded.condition_answers, condition.grade) = graded.is_asked_of_others as is_against_skip_rule
from graded
left join graded as condition
    on condition.sheet_id = graded.sheet_id and condition.row = graded.row
        and condition.question = graded.condition_question
