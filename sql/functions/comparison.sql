-- matter: the letters and characters of a text; digits, marks and spaces go.
create or replace macro matter(t) as regexp_replace(t, '[^\p{Han}A-Za-z]', '', 'g');

-- said: the letters, characters and digits of a text; marks and spaces go. 第3组 and 第5组 are not the same.
create or replace macro said(t) as regexp_replace(squeezed(t), '[^\p{Han}A-Za-z0-9]', '', 'g');

-- placeless: a text of letters and characters without the county's, its town's and its village's name.
create or replace macro placeless(t, town_name, village_key) as
    replace(replace(replace(replace(replace(replace(
        t, '沂源县', ''), coalesce(town_name, '沂源县'), ''), coalesce(village_key, '沂源县') || '村', ''),
        coalesce(village_key, '沂源县') || '社区', ''), coalesce(village_key, '沂源县'), ''),
        regexp_replace(coalesce(town_name, '沂源县'), '(街道|镇)$', ''), '');

-- without: a text from which every phrase of a list is taken, in the list's order. Few of them stand in any one text.
-- Give it a column: an expression would be worked out anew for every phrase.
create or replace macro without(t, phrases) as
    list_reduce(
        list_prepend(t, list_filter(phrases, phrase -> contains(t, phrase))),
        (rest, phrase) -> replace(rest, phrase, '')
    );

-- bigrams: the distinct pairs of neighbouring characters of a text.
create or replace macro bigrams(t) as
    list_distinct(list_transform(range(1, length(t)), start -> substr(t, start, 2)));

-- likeness: of the pairs of characters in either of two texts, the share that stands in both, 0 to 1 (Jaccard).
create or replace macro likeness(a, b) as
    len(list_intersect(bigrams(a), bigrams(b)))
    / nullif(len(bigrams(a)) + len(bigrams(b)) - len(list_intersect(bigrams(a), bigrams(b))), 0);

-- containment: the share of the shorter text's pairs of characters that stand in the other, 0 to 1.
create or replace macro containment(a, b) as
    len(list_intersect(bigrams(a), bigrams(b))) / nullif(least(len(bigrams(a)), len(bigrams(b))), 0);

-- row_place: where a row stands, as a notice about another row names it; a text file has no sheet to name.
create or replace macro row_place(file, sheet, line) as
    file || coalesce('“' || nullif(sheet, '') || '”', '') || '第 ' || line || ' 行';

-- same_moment: two times that are one where either is written to the day or the minute only.
create or replace macro same_moment(a, b) as
    case
        when cast(a as time) = time '00:00:00' or cast(b as time) = time '00:00:00'
            then cast(a as date) = cast(b as date)
        else date_trunc('minute', a) = date_trunc('minute', b)
    end;
