-- grain: one row per (text, text of its block) whose pairs of characters are shared to at least repeat_similarity; itself too
-- Jaccard: of the pairs of neighbouring characters in either text, the share that stands in both. Only texts whose
-- tickets can lie within the window of one another are compared.
with setting as (
    select
        max(value) filter (setting = 'repeat_window_days')::integer as window_days,
        max(value) filter (setting = 'repeat_similarity')::double as least
    from reference.scheme
    where part = 'hotline'
),

gram as (
    select distinct text_id, block, substr(words, start, 2) as gram
    from (select text_id, block, words, unnest(range(1, length(words))) as start from core.complaint_text)
),

rarity as (
    select gram, row_number() over (order by count(*), gram) as rarity from gram group by gram
),

text_grams as (
    select gram.text_id, gram.block, list_sort(list(rarity.rarity)) as grams, count(*) as size
    from gram
    inner join rarity using (gram)
    group by gram.text_id, gram.block
),

-- of two texts as alike as `least`, the rarest pairs of characters of one meet those of the other: only texts that
-- meet so need comparing
rare as (
    select text_id, block, unnest(grams[:size - ceil(least * size)::integer + 1]) as gram
    from text_grams
    cross join setting
),

candidate as (
    select distinct one.text_id, other.text_id as other_id
    from rare as one
    inner join rare as other on other.block = one.block and other.gram = one.gram and other.text_id > one.text_id
),

shared as (
    select
        candidate.text_id,
        candidate.other_id,
        one.size,
        other.size as other_size,
        len(list_intersect(one.grams, other.grams)) as shared_count
    from candidate
    inner join text_grams as one using (text_id)
    inner join text_grams as other on other.text_id = candidate.other_id
    inner join core.complaint_text as one_text on one_text.text_id = candidate.text_id
    inner join core.complaint_text as other_text on other_text.text_id = candidate.other_id
    cross join setting
    where one.size >= least * other.size and other.size >= least * one.size
        and one_text.first_at <= other_text.last_at + to_days(window_days)
        and other_text.first_at <= one_text.last_at + to_days(window_days)
),

compared as (
    select text_id, other_id, shared_count / (size + other_size - shared_count) as similarity from shared
)

select text_id, other_id, similarity from compared cross join setting where similarity >= setting.least
union all
select other_id, text_id, similarity from compared cross join setting where similarity >= setting.least
union all
select text_id, text_id, 1.0 from core.complaint_text
