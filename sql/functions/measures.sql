-- number_parts: sign, digits and what follows of a cleaned text that is one number; empty texts when it is none.
create or replace macro number_parts(t) as
    regexp_extract(
        squeezed(t), '^([+-]?)((?:\d{1,9}|\d{1,3}(?:,\d{3}){1,2})(?:\.\d{1,6})?|\.\d{1,6})(%|分|)$',
        ['sign', 'digits', 'unit']
    );

-- read_number: '85.5', '85.5%', '８５．５％', '85.5分' → 85.5, '1,234' → 1234; null when the cell is no such number.
create or replace macro read_number(t) as
    try_cast(nullif(number_parts(t).sign || replace(number_parts(t).digits, ',', ''), '') as decimal(18, 6));

-- is_bare_number: a number that stands without % or 分: only such a one can be a ratio (0.855).
create or replace macro is_bare_number(t) as number_parts(t).digits <> '' and number_parts(t).unit = '';

-- person_count: '48', '48人', '48份' → 48.
create or replace macro person_count(t) as
    coalesce(whole_number(t), whole_number(regexp_replace(squeezed(t), '(份|人|户|名|位)$', '')));

-- small_numeral: 一 to 二十 as a number.
create or replace macro small_numeral(t) as
    nullif(
        coalesce(list_position(
            [
                '一', '二', '三', '四', '五', '六', '七', '八', '九', '十',
                '十一', '十二', '十三', '十四', '十五', '十六', '十七', '十八', '十九', '二十'
            ],
            t
        ), 0),
        0
    );

-- rank_parts: place and number of places (or an empty text) of 第3名, 3/8, 并列第三, 3(并列).
create or replace macro rank_parts(t) as
    regexp_extract(
        squeezed(t),
        '^(?:并列)?第?(\d{1,3}|[一二三四五六七八九十]{1,2})(?:\.0+)?(?:名|位)?(?:\(并列\)|并列)?'
        || '(?:/共?(\d{1,3})(?:个|名|位)?)?$',
        ['place', 'places']
    );

-- read_rank: the place a cell states, or null; never 0 and never past the number of places.
create or replace macro read_rank(t) as
    case
        when coalesce(try_cast(rank_parts(t).place as integer), small_numeral(rank_parts(t).place))
            between 1 and coalesce(try_cast(rank_parts(t).places as integer), 999)
            then coalesce(try_cast(rank_parts(t).place as integer), small_numeral(rank_parts(t).place))
    end;

-- rise_parts: the word or arrow and the figure of 上升2位, ↓1, 下降 3 个位次, 进2; empty texts when it is no such text.
create or replace macro rise_parts(t) as
    regexp_extract(
        squeezed(t),
        '^(上升|提升|前进|进|升|↑|▲|下降|后退|退|降|↓|▼)(\d{1,3})(?:\.0+)?(?:个?(?:位次|名次|位|名))?$',
        ['way', 'figure']
    );

-- read_rise: places risen (negative: fallen) as a cell states them: 2, -1, 上升2位, ↓1, 持平; null when it says nothing.
create or replace macro read_rise(t) as
    case
        when regexp_full_match(squeezed(t), '持平|不变|未变|无变化|→|=') then 0
        when rise_parts(t).way in ('上升', '提升', '前进', '进', '升', '↑', '▲')
            then try_cast(rise_parts(t).figure as integer)
        when rise_parts(t).way <> '' then -try_cast(rise_parts(t).figure as integer)
        else try_cast(
            regexp_extract(replace(squeezed(t), '−', '-'), '^([+-]?\d{1,3})(?:\.0+)?(?:位|名)?$', 1) as integer
        )
    end;

-- is_dash: a cell that is filled with a stroke because there is nothing to say.
create or replace macro is_dash(t) as coalesce(regexp_full_match(squeezed(t), '[-—–―－/\\]{1,4}'), false);

-- clock_pattern: a time of day as people write it, as a pattern with one group.
create or replace macro clock_pattern() as
    '((?:上午|下午|早上|晚上|中午|凌晨)?\s*\d{1,2}\s*(?::\s*\d{1,2}(?::\d{1,2})?|[时点]\s*(?:\d{1,2}分?|半)?))';

-- range_parts: the two times of '9:00-9:20', '上午9:00至9:25', '9点半到10点'; empty texts when it is no such text.
create or replace macro range_parts(t) as
    regexp_extract(
        plain(t), '(?:^|[\s日号])' || clock_pattern() || '\s*(?:[-—–―~～〜－至到]+)\s*' || clock_pattern() || '$',
        ['first', 'last']
    );

-- deadline_words: a deadline without what only repeats that it is one (前完成) and, unless it has a time, without spaces.
create or replace macro deadline_words(t) as
    regexp_replace(case when contains(plain(t), ':') then plain(t) else squeezed(t) end, '(之?前)?(?:完成|办结|落实)$', '\1');

-- span_parts: year (or an empty text) and last month of 6-9月, 10月至11月, 12月份, 5月底前, 6-9月，每月月底前.
create or replace macro span_parts(words) as
    regexp_extract(
        words,
        '^(?:((?:19|20)\d{2})年)?(?:\d{1,2}月?份?[-—–~～至到])?(\d{1,2})月份?(?:[底末](?:之?前)?)?(?:[,、;。]?每个?月.*)?$',
        ['y', 'm']
    );

-- monthly_day: the day of the month by which a deadline that comes back is due (每月25日前); null for the month's end.
create or replace macro monthly_day(t) as
    try_cast(nullif(regexp_extract(squeezed(t), '每个?月(\d{1,2})[日号]', 1), '') as integer);

-- monthly_due: the last day that a deadline of every month has before `before`, in the month of the day before or, where
-- months end earlier than the calendar's, the one before that. `nth` is monthly_day.
create or replace macro monthly_due(nth, before) as
    list_max(
        list_filter(
            list_transform(
                [
                    cast(date_trunc('month', before - interval 1 day) as date),
                    cast(date_trunc('month', before - interval 1 day) - interval 1 month as date)
                ],
                first -> least(last_day(first), cast(first + to_days(coalesce(nth, 31) - 1) as date))
            ),
            day -> day < before
        )
    );

-- year_parts: year (or an empty text) and the rest of the words of a deadline.
create or replace macro year_parts(words) as regexp_extract(words, '^(?:((?:19|20)\d{2})年)?(.*)$', ['y', 'rest']);

-- part_of_year_end: the month and day on which a named part of the year ends, like -06-30; null for other words.
create or replace macro part_of_year_end(rest) as
    case
        when regexp_full_match(rest, '第?一季度(?:底|末)?(?:之?前)?') then '-03-31'
        when regexp_full_match(rest, '(?:上半年|第?二季度)(?:底|末)?(?:之?前)?') then '-06-30'
        when regexp_full_match(rest, '第?三季度(?:底|末)?(?:之?前)?') then '-09-30'
        when regexp_full_match(rest, '(?:(?:下半年|第?四季度)(?:底|末)?|年?[底末]|年内|全年)(?:之?前)?') then '-12-31'
    end;

-- period_end: the last day of the span that a deadline's words name; without a year it is of the year of `month`.
create or replace macro period_end(words, month) as
    list_transform(
        [{'span': span_parts(words), 'of_year': year_parts(words), 'this_year': cast(year(month) as varchar)}],
        period -> case
            when period.span.m <> ''
                then last_day(make_day(coalesce(nullif(period.span.y, ''), period.this_year), period.span.m, '1'))
            else try_cast(
                coalesce(nullif(period.of_year.y, ''), period.this_year) || part_of_year_end(period.of_year.rest) as date
            )
        end
    )[1];

-- span_start: the first day of the span that a deadline's words name (6-9月, 10月至11月, 12月份); null where they name no
-- beginning, or one after the end. Without a year it is of the year of `month`.
create or replace macro span_start(words, month) as
    list_transform(
        [{
            'span': regexp_extract(
                words,
                '^(?:((?:19|20)\d{2})年)?(\d{1,2})(?:月?份?[-—–~～至到]\d{1,2})?月份?(?:[,、;。]?每个?月.*)?$', ['y', 'm']
            ),
            'ends_on': period_end(words, month),
            'y': cast(year(month) as varchar)
        }],
        s -> case
            when make_day(coalesce(nullif(s.span.y, ''), s.y), s.span.m, '1') <= s.ends_on
                then make_day(coalesce(nullif(s.span.y, ''), s.y), s.span.m, '1')
        end
    )[1];

-- day_in_year: the day of a deadline's words; one without a year is of the year of `month`, also if it lies long ahead.
create or replace macro day_in_year(words, month) as
    case
        when day_parts_of_year(words).m <> ''
            then make_day(cast(year(month) as varchar), day_parts_of_year(words).m, day_parts_of_year(words).d)
        else read_day_plain(words, month)
    end;

-- is_every_month: a deadline that comes back: 每月底, 每月25日前, 6-9月，每月月底前.
create or replace macro is_every_month(t) as coalesce(regexp_matches(squeezed(t), '每个?月'), false);

-- listed_numbers: the numbers in a cell that may hold several: 2022015、2022016.
create or replace macro listed_numbers(t) as
    list_filter(regexp_split_to_array(squeezed(t), '[、,;/]+'), n -> n <> '');

-- rejects: whether one of the problems keeps the row from being used (issue_texts.csv says which do).
create or replace macro rejects(problems) as
    list_has_any(
        list_transform(problems, p -> p.code),
        (select list(code) from reference.issue_text where severity = 'reject')
    );

-- unread_number_problem: a cell that says something other than a number; a stroke says that there is none.
create or replace macro unread_number_problem(column_name, value, cell) as
    case
        when value is null and plain(cell) is not null and not is_dash(cell)
            then problem('number_unreadable', column_name, cell, null)
    end;
