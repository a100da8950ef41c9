-- grain: one row per (list, word): every word with a fixed meaning that files may use
-- vocabulary.csv, and the labels and synonyms of dispositions.csv, deadlines.csv and each scale.
select list, word, value from reference.word
union
select 'disposition', unnest(string_split(disposition_label || '|' || disposition_code || '|' || disposition_code || disposition_label || '|' || synonyms, '|')), disposition_code
from reference.disposition
union
select 'severity', unnest(string_split(synonyms, '|')), severity from reference.deadline
union
select 'grade_' || scale, unnest(string_split(answer || '|' || synonyms, '|')), answer from reference.grade
