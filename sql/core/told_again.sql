-- grain: one row per (problem of the ledger that was struck off, report of its town that says nearly the same)
-- Whenever it was told; at no other village. Jaccard as in core.similar_text, over all reports: of the pairs of
-- neighbouring characters in either text, the share that stands in both, at least rebound_similarity.
with setting as (
    select value::double as least
    from reference.scheme
    where part = 'rectification' and setting = 'rebound_similarity'
),

report as (
    select *, coalesce(town_code, '') as block from staging.report
),

text as (
    select row_number() over (order by block, words) as text_id, block, words
    from (select distinct block, words from report where length(words) > 1)
),

-- the pairs of characters of a text as numbers, the rarest first
gram as (
    select text_id, block, unnest(bigrams(words)) as gram from text
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

problem as (
    select report.record_no as ledger_no, report.village_key, text.text_id
    from report
    inner join text using (block, words)
    where report.source = 'rectification' and report.record_no in (select ledger_no from core.strike_off)
),

-- a text as alike as `least` holds one of the problem's rarest pairs, and is neither much longer nor much shorter
rare as (
    select text_id, block, unnest(grams[:size - ceil(least * size)::integer + 1]) as rarity
    from text_grams
    cross join setting
    where text_id in (select text_id from problem)
),

candidate as (
    select distinct rare.text_id, other.text_id as other_id
    from rare
    inner join rarity using (rarity)
    inner join gram as other on other.block = rare.block and other.gram = rarity.gram
),

alike as (
    select
        candidate.text_id,
        candidate.other_id,
        len(list_intersect(one.grams, other.grams)) as shared_count,
        shared_count / (one.size + other.size - shared_count) as similarity
    from candidate
    inner join text_grams as one using (text_id)
    inner join text_grams as other on other.text_id = candidate.other_id
    cross join setting
    where one.size >= least * other.size and other.size >= least * one.size
)

select
    problem.ledger_no,
    report.sheet_id,
    report.row,
    case when report.village_key = problem.village_key then 'place_and_text' else 'text' end as basis,
    alike.similarity
from problem
inner join alike using (text_id)
inner join text on text.text_id = alike.other_id
inner join report on report.block = text.block and report.words = text.words
cross join setting
where alike.similarity >= setting.least and coalesce(report.village_key = problem.village_key, true)
