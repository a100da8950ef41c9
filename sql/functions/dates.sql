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

-- near_year: the year of a day written without one: the folder's year, unless that lies over two months
-- after the folder's month; then the year before.
create or replace macro near_year(m, d, month) as
    case
        when make_day(cast(year(month) as varchar), m, d) > month + interval 3 month
            then make_day(cast(year(month) - 1 as varchar), m, d)
        else make_day(cast(year(month) as varchar), m, d)
    end;

-- read_day_plain: the day of a cleaned text; the common form first, the rest only where it failed.
create or replace macro read_day_plain(t, month) as
    case
        when regexp_matches(t, '^\d{4}-\d{2}-\d{2}') then try_cast(left(t, 10) as date)
        when regexp_matches(t, '^(\d{4}|\d{2})\s*[年./-]\s*\d{1,2}\s*[月./-]\s*\d{1,2}(\s*[日号])?($|[\sT])')
            then make_day(
                regexp_extract(t, '^(\d{4}|\d{2})\s*[年./-]\s*(\d{1,2})\s*[月./-]\s*(\d{1,2})', 1),
                regexp_extract(t, '^(\d{4}|\d{2})\s*[年./-]\s*(\d{1,2})\s*[月./-]\s*(\d{1,2})', 2),
                regexp_extract(t, '^(\d{4}|\d{2})\s*[年./-]\s*(\d{1,2})\s*[月./-]\s*(\d{1,2})', 3)
            )
        when regexp_matches(t, '^(\d{4}|\d{2})年\d{1,2}月\d{1,2}[日号]?\d')
            then make_day(
                regexp_extract(t, '^(\d{4}|\d{2})年(\d{1,2})月(\d{1,2})', 1),
                regexp_extract(t, '^(\d{4}|\d{2})年(\d{1,2})月(\d{1,2})', 2),
                regexp_extract(t, '^(\d{4}|\d{2})年(\d{1,2})月(\d{1,2})', 3)
            )
        when regexp_matches(t, '^\d{1,2}月\d{1,2}[日号]?($|[\s\d])')
            then near_year(
                regexp_extract(t, '^(\d{1,2})月(\d{1,2})', 1), regexp_extract(t, '^(\d{1,2})月(\d{1,2})', 2), month
            )
        when regexp_matches(t, '^20\d{6}$') then make_day(left(t, 4), substr(t, 5, 2), right(t, 2))
        else serial_day(t)
    end;

-- read_day: the day a cell means, or null. `month` is the folder's month, for days without a year.
create or replace macro read_day(t, month) as read_day_plain(plain(t), month);

-- read_time: the time of day in a text ('19:05', '19:05:22', '9时5分'), or null.
create or replace macro read_time(t) as
    try_cast(
        case
            when regexp_matches(plain(t), '\d{1,2}:\d{1,2}(:\d{1,2})?')
                then lpad(regexp_extract(plain(t), '(\d{1,2}):(\d{1,2})(?::(\d{1,2}))?', 1), 2, '0') || ':'
                    || lpad(regexp_extract(plain(t), '(\d{1,2}):(\d{1,2})(?::(\d{1,2}))?', 2), 2, '0') || ':'
                    || lpad(regexp_extract(plain(t), '(\d{1,2}):(\d{1,2})(?::(\d{1,2}))?', 3), 2, '0')
            when regexp_matches(plain(t), '\d{1,2}[时点]\d{1,2}分')
                then lpad(regexp_extract(plain(t), '(\d{1,2})[时点](\d{1,2})分', 1), 2, '0') || ':'
                    || lpad(regexp_extract(plain(t), '(\d{1,2})[时点](\d{1,2})分', 2), 2, '0') || ':00'
        end
        as time
    );

-- read_moment: day and time of a cell; a day alone is its midnight, Excel's fraction of a day is its time.
create or replace macro read_moment(t, month) as
    case
        when read_time(t) is not null then read_day(t, month) + read_time(t)
        when regexp_matches(plain(t), '^\d{5}\.\d+$')
            then cast(read_day(t, month) as timestamp)
                + to_seconds(cast(round((try_cast(plain(t) as double) - floor(try_cast(plain(t) as double))) * 86400) as integer))
        else cast(read_day(t, month) as timestamp)
    end;

-- month_end_phrase: '5月底前', '2022年5月底' → the last day of that month.
create or replace macro month_end_phrase(t, month) as
    case
        when regexp_matches(squeezed(t), '^(\d{4}年)?\d{1,2}月(底|末)前?$')
            then last_day(
                coalesce(
                    make_day(regexp_extract(squeezed(t), '^(?:(\d{4})年)?(\d{1,2})月', 1), regexp_extract(squeezed(t), '^(?:(\d{4})年)?(\d{1,2})月', 2), '1'),
                    make_day(cast(year(month) as varchar), regexp_extract(squeezed(t), '^(?:(\d{4})年)?(\d{1,2})月', 2), '1')
                )
            )
    end;

-- day_end: the moment until which something due is on time: a due time as it stands, a due day to its end.
create or replace macro day_end(moment) as
    case when cast(moment as time) = time '00:00:00' then moment + interval 1 day - interval 1 second else moment end;
