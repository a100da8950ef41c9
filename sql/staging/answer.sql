-- grain: one row per (row of a survey file, question) that has an answer
-- An answer in no list of its scale has no grade: it counts as missing and is told as an issue.
select
    given.sheet_id,
    given.row,
    sheet.month,
    given.question,
    question.dimension,
    question.scale,
    given.answer as answer_text,
    reading.grade,
    coalesce(reading.is_several, false) as is_several,
    grade.score,
    grade.is_satisfied,
    grade.is_strictly_satisfied
from raw.survey_answer as given
inner join raw.sheet using (sheet_id)
left join reference.question
    on question.question = given.question
        and strftime(sheet.month, '%Y-%m') >= question.valid_from
        and strftime(sheet.month, '%Y-%m') <= coalesce(question.valid_to, '9999-12')
left join staging.answer_reading as reading on reading.scale = question.scale and reading.text = given.answer
left join reference.grade on grade.scale = question.scale and grade.answer = reading.grade
