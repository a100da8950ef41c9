-- grain: one row per (list, word): every word with a fixed meaning that files may use
-- vocabulary.csv, and the labels, codes and synonyms of dispositions.csv, deadlines.csv and each scale. A label or code
-- wins over another entry's synonym, so that a word never has two meanings. Words are kept as cells are compared with
-- them: half-width and without spaces, however the file writes them.
with entry as (
    select list, word, value, 1 as precedence from reference.word
    union all
    select 'disposition', disposition_label, disposition_code, 1 from reference.disposition
    union all
    select 'disposition', disposition_code, disposition_code, 1 from reference.disposition
    union all
    select 'disposition', disposition_code || disposition_label, disposition_code, 1 from reference.disposition
    union all
    select 'disposition', unnest(string_split(synonyms, '|')), disposition_code, 2 from reference.disposition
    union all
    select 'severity', unnest(string_split(synonyms, '|')), severity, 2 from reference.deadline
    union all
    select 'grade_' || scale, answer, answer, 1 from reference.grade
    union all
    select 'grade_' || scale, unnest(string_split(synonyms, '|')), answer, 2 from reference.grade
)

select list, squeezed(word) as word, value
from entry
where word <> ''
qualify row_number() over (partition by list, squeezed(word) order by precedence, value) = 1
