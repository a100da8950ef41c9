-- make_day: a date from its parts as text; null when there is no such day. A two-digit year is of this century.
create or replace macro make_day(y, m, d) as
    try_cast(
        case when length(y) = 2 then '20' || y else y end || '-' || lpad(m, 2, '0') || '-' || lpad(d, 2, '0')
        as date
    );

-- serial_day: Excel's day number (2000-01-01 to 2049-12-31) with or without a fraction.
create or replace macro serial_day(t) as
    case
        when regexp_matches(t, '^\d{5}(\.\d+)?$') and try_cast(t as double) between 36526 and 54788
            then date '1899-12-30' + cast(floor(try_cast(t as double)) as integer)
    end;

-- latest_day: a day written without a year as the last such day up to `latest`: what has happened.
create or replace macro latest_day(m, d, latest) as
    case
        when make_day(cast(year(latest) as varchar), m, d) <= latest then make_day(cast(year(latest) as varchar), m, d)
        else make_day(cast(year(latest) - 1 as varchar), m, d)
    end;

-- first_day: a day written without a year as the first such day from `earliest` on: what is due.
create or replace macro first_day(m, d, earliest) as
    case
        when make_day(cast(year(earliest) as varchar), m, d) >= earliest
            then make_day(cast(year(earliest) as varchar), m, d)
        else make_day(cast(year(earliest) + 1 as varchar), m, d)
    end;

-- folder_end: the last day that a folder's files may tell of: they are made up to a week after its month.
create or replace macro folder_end(month) as cast(last_day(month) + interval 7 day as date);

-- near_century: a day with a two-digit year only within three years of the folder's: 07/06/22 may be 7 June 2022.
create or replace macro near_century(y, m, d, month) as
    case when length(y) = 4 or abs(2000 + try_cast(y as integer) - year(month)) <= 3 then make_day(y, m, d) end;

-- after_day: what may stand after a day, as a pattern: nothing, 前 (a deadline), or a weekday, part of the day, time.
create or replace macro after_day() as
    '(?:\s*[日号]\s*(?:之?前$)?|[\sT]|\s*\(|$)\s*(?:\(?(?:星期|周)[一二三四五六日天]\)?)?\s*'
    || '(?:上午|下午|早上|晚上|中午|凌晨)?\s*(?:\d{1,2}\s*[:时点][\d:.时点分秒半\s]*(?:Z|AM|PM|am|pm)?)?$';

-- day_parts: year (four or two digits), month and day of a cleaned text; empty texts when it is no such day.
create or replace macro day_parts(t) as
    regexp_extract(
        t, '^((?:19|20)\d{2}|\d{2})\s*[年./-]\s*(\d{1,2})\s*[月./-]\s*(\d{1,2})' || after_day(), ['y', 'm', 'd']
    );

-- day_parts_of_year: month and day of a cleaned text without a year (6月7日).
create or replace macro day_parts_of_year(t) as
    regexp_extract(t, '^(\d{1,2})\s*月\s*(\d{1,2})' || after_day(), ['m', 'd']);

-- read_day_plain: the day of a cleaned text; the common form first, the rest only where it failed.
create or replace macro read_day_plain(t, month) as
    case
        when regexp_full_match(t, '(?:19|20)\d{2}-\d{2}-\d{2}(?: \d{2}:\d{2}(?::\d{2})?)?')
            then try_cast(left(t, 10) as date)
        when regexp_matches(t, '^20\d{6}$') then make_day(left(t, 4), substr(t, 5, 2), right(t, 2))
        when regexp_matches(t, '^\d{5}(\.\d+)?$') then serial_day(t)
        else list_transform(
            [{'day': day_parts(t), 'yearless': day_parts_of_year(t)}],
            day_said -> case
                when day_said.day.y <> '' then near_century(day_said.day.y, day_said.day.m, day_said.day.d, month)
                when day_said.yearless.m <> '' then latest_day(day_said.yearless.m, day_said.yearless.d, folder_end(month))
            end
        )[1]
    end;

-- read_day: the day of something that has happened, or null. `month` is the folder's month, for days without a year.
-- Here and below a list of one names a value that is used several times: a macro's text would be repeated instead.
create or replace macro read_day(t, month) as
    case
        when regexp_full_match(t, '(?:19|20)\d{2}-\d{2}-\d{2}(?: \d{2}:\d{2}(?::\d{2})?)?') then try_cast(left(t, 10) as date)
        else list_transform([plain(t)], day_cell -> read_day_plain(day_cell, month))[1]
    end;

-- is_yearless: whether a cell's day stands without its year.
create or replace macro is_yearless(t) as regexp_matches(plain(t), '^\d{1,2}\s*月');

-- is_unordered_day: three short numbers whose order nobody can know (06/07/22), or a month and day like a fraction.
create or replace macro is_unordered_day(t) as regexp_matches(plain(t), '^\d{1,2}([./-]\d{1,2}){0,1}[./-](\d{2}|\d{4}|\d)$');

-- year_moved: a moment in another year; null where that year has no such day.
create or replace macro year_moved(moment, y) as
    list_transform(
        [moment + to_years(cast(y - year(moment) as integer))],
        moved_moment -> case when day(moved_moment) = day(moment) then moved_moment end
    )[1];

-- moment_ahead: a moment read without a year as the first such day from `earliest` on.
create or replace macro moment_ahead(moment, earliest) as
    list_transform(
        [year_moved(moment, year(earliest))],
        this_year -> case
            when cast(this_year as date) >= cast(earliest as date) then this_year
            else year_moved(moment, year(earliest) + 1)
        end
    )[1];

-- moment_near: a moment read without a year as the such day nearest to another moment, before it or after it.
create or replace macro moment_near(moment, other) as
    list_transform(
        [year_moved(moment, year(other))],
        same_year -> case
            when date_diff('day', other, same_year) > 183 then year_moved(moment, year(other) - 1)
            when date_diff('day', other, same_year) < -182 then year_moved(moment, year(other) + 1)
            else same_year
        end
    )[1];

-- clock_parts: hour, minute and second in a cleaned text with colons; empty texts when there is no such time.
create or replace macro clock_parts(t) as
    regexp_extract(t, '(?:^|[^\d:.])(\d{1,2}):(\d{1,2})(?::(\d{1,2})(?:\.\d+)?)?(?:[^\d:]|$)', ['h', 'm', 's']);

-- spoken_parts: hour and minute of 9时5分, 9点半, 9时; empty texts when there is no such time.
create or replace macro spoken_parts(t) as
    regexp_extract(t, '(?:^|\D)(\d{1,2})\s*[时点](?:(\d{1,2})分?|(半))?$', ['h', 'm', 'half']);

-- make_time: a time of day from its parts as text; hours of the afternoon may be written 1 to 11.
create or replace macro make_time(h, m, s, t) as
    try_cast(
        case
            when regexp_matches(t, '下午|晚上|PM|pm') and try_cast(h as integer) between 1 and 11
                then cast(try_cast(h as integer) + 12 as varchar)
            when regexp_matches(t, '上午|凌晨|AM|am') and h = '12' then '00'
            else lpad(h, 2, '0')
        end || ':' || lpad(m, 2, '0') || ':' || lpad(s, 2, '0')
        as time
    );

-- read_time_plain: the time of day in a cleaned text; the common form first. Excel's is a fraction of a day, alone or
-- after the day's number.
create or replace macro read_time_plain(t) as
    case
        when regexp_full_match(t, '(?:(?:19|20)\d{2}-\d{2}-\d{2} )?(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d')
            then try_cast(right(t, 8) as time)
        when regexp_full_match(t, '(?:0|\d{5})\.\d+')
            then cast(date '2000-01-01' + to_seconds(cast(round((try_cast(t as double) % 1) * 86400) as integer)) as time)
        when not regexp_matches(t, '[:时点]') then null
        else list_transform(
            [{'clock': clock_parts(t), 'spoken': spoken_parts(t)}],
            time_said -> case
                when time_said.clock.h <> '' then make_time(time_said.clock.h, time_said.clock.m, time_said.clock.s, t)
                when time_said.spoken.h <> ''
                    then make_time(
                        time_said.spoken.h, case when time_said.spoken.half <> '' then '30' else time_said.spoken.m end, '0', t
                    )
            end
        )[1]
    end;

-- read_time: the time of day in a text ('19:05', '19:05:22', '9时5分', '下午3:05', '44719.8'), or null.
create or replace macro read_time(t) as
    case
        when regexp_full_match(t, '(?:(?:19|20)\d{2}-\d{2}-\d{2} )?(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d')
            then try_cast(right(t, 8) as time)
        else list_transform([plain(t)], time_cell -> read_time_plain(time_cell))[1]
    end;

-- read_moment: day and time of a cell, the common form first; a day alone is its midnight, Excel's fraction of a day
-- its time.
create or replace macro read_moment(t, month) as
    case
        when regexp_full_match(t, '(?:19|20)\d{2}-\d{2}-\d{2} (?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d')
            then try_cast(t as timestamp)
        else list_transform(
            [plain(t)],
            moment_cell -> list_transform(
                [read_day_plain(moment_cell, month)],
                moment_day -> case
                    when regexp_matches(moment_cell, '[:时点]') then moment_day + read_time_plain(moment_cell)
                    when regexp_matches(moment_cell, '^\d{5}\.\d+$')
                        then cast(moment_day as timestamp)
                            + to_seconds(cast(round((try_cast(moment_cell as double) % 1) * 86400) as integer))
                    else cast(moment_day as timestamp)
                end
            )[1]
        )[1]
    end;

-- day_end: the moment until which something due is on time: a due time as it stands, a due day to its end.
create or replace macro day_end(moment) as
    case when cast(moment as time) = time '00:00:00' then moment + interval 1 day - interval 1 second else moment end;
