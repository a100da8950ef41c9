-- grain: one row per warehouse: what a place text is taken apart by, from own_region and place_before of vocabulary.csv
with word as (
    select
        string_agg(word, '|' order by length(word) desc, word) filter (value = 'province') as provinces,
        string_agg(word, '|' order by length(word) desc, word) filter (value = 'city') as cities,
        string_agg(word, '|' order by length(word) desc, word) filter (value = 'county') as counties,
        string_agg(distinct left(word, 1), '' order by left(word, 1)) as letters,
        list(word order by word) filter (value = 'county') as county_names
    from reference.word
    where list = 'own_region'
),

before as (
    select list(word order by word) as words
    from reference.word
    where list = 'place_before' or (list = 'own_region' and value = 'county')
)

select
    -- what may stand before a place of ours and adds nothing: a number in a list, our province, city and county
    '^(?:\(\d{1,2}\)|\d{1,2}[.、:_-])?(?:' || provinces || ')?(?:' || cities || ')?(?:' || counties || ')?' as own_prefix,
    '(0123456789' || letters as opens,
    county_names,
    -- after which a place's name may begin within a text: 大石桥镇 is not 石桥镇
    before.words as words_before
from word
cross join before
