-- A macro's argument is written out wherever it stands; a list of one value, transformed, is read once.

-- due_year: the year that a squeezed deadline names (2022年, 明年), or null. `earliest` is the day from which it runs.
create or replace macro due_year(t, earliest) as
    case
        when regexp_matches(t, '^[明次来]年') then year(earliest) + 1
        when regexp_matches(t, '^[今本当]年') then year(earliest)
        else try_cast(nullif(regexp_extract(t, '^(20\d{2})年', 1), '') as integer)
    end;

-- month_words: month and part of a squeezed 6月中旬, 2022年5月底前, 9月份; empty texts when it is no such deadline. 6月前 is
-- none: nobody knows whether June is in it.
create or replace macro month_words(t) as
    regexp_extract(
        t,
        '^(?:20\d{2}年|[今本当明次来]年)?(\d{1,2})月(?:份?(底|末|初|上旬|中旬|下旬)(?:之前|以前|前)?|份?)(?:完成|办结)?$',
        ['m', 'part']
    );

-- part_day: the last day of a part of a month: 上旬 the 10th, 中旬 the 20th, else the month's last.
create or replace macro part_day(y, m, part) as
    case
        when part in ('初', '上旬') then make_day(cast(y as varchar), m, '10')
        when part = '中旬' then make_day(cast(y as varchar), m, '20')
        else last_day(make_day(cast(y as varchar), m, '1'))
    end;

-- read_month_due: the day by which 6月中旬, 5月底前, 明年3月 is over, in the year it names or the first from `earliest` on.
create or replace macro read_month_due(t, earliest) as
    list_transform(
        [squeezed(t)],
        due_cell -> list_transform(
            [{'words': month_words(due_cell), 'y': due_year(due_cell, earliest), 'earliest': earliest}],
            due -> case
                when due.words.m = '' then null
                when due.y is not null then part_day(due.y, due.words.m, due.words.part)
                else list_transform(
                    [part_day(year(due.earliest), due.words.m, due.words.part)],
                    this_year -> case
                        when this_year >= due.earliest then this_year
                        else part_day(year(due.earliest) + 1, due.words.m, due.words.part)
                    end
                )[1]
            end
        )[1]
    )[1];

-- read_day_ahead: the day a cell means where it is one that is due: without its year the first from `earliest` on.
create or replace macro read_day_ahead(t, earliest) as
    list_transform(
        [{'day': day_parts_of_year(plain(t)), 'earliest': earliest}],
        due -> first_day(nullif(due.day.m, ''), due.day.d, due.earliest)
    )[1];

-- read_due_day: the day a deadline means, or null. `earliest` is the day from which it runs.
create or replace macro read_due_day(t, earliest) as
    list_transform(
        [{'text': t, 'earliest': earliest}],
        deadline -> coalesce(
            case
                when is_yearless(deadline.text) then read_day_ahead(deadline.text, deadline.earliest)
                else read_day(deadline.text, deadline.earliest)
            end,
            read_month_due(deadline.text, deadline.earliest)
        )
    )[1];

-- due_key: the word under which a deadline in words stands in the list due_phrase: 2022年底前 is 年底, 明年上半年 上半年.
create or replace macro due_key(t) as
    regexp_replace(
        regexp_replace(
            regexp_replace(squeezed(t), '(?:之前|以前|前)?(?:完成|办结)?$', ''),
            '^(?:20\d{2}|[今本当明次来])年([底末内终])', '年\1'
        ),
        '^(?:20\d{2}|[今本当明次来])年', ''
    );

-- phrase_due: the day a deadline in words ends on, by its meaning in the list due_phrase: a month and day (12-31), the
-- end of the running month or of the next; null for meanings without a day of their own.
create or replace macro phrase_due(meaning, t, earliest) as
    case
        when meaning = 'month_end' then last_day(earliest)
        when meaning = 'next_month_end' then last_day(cast(earliest + interval 1 month as date))
        when not regexp_full_match(meaning, '\d{2}-\d{2}') then null
        else list_transform(
            [due_year(squeezed(t), earliest)],
            named_year -> case
                when named_year is null then first_day(left(meaning, 2), right(meaning, 2), earliest)
                else make_day(cast(named_year as varchar), left(meaning, 2), right(meaning, 2))
            end
        )[1]
    end;
