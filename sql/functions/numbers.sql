-- chinese_number: 1 to 99 in Chinese figures (五, 十二, 二十), or null.
create or replace macro chinese_number(t) as
    case
        when not regexp_full_match(t, '[一二两三四五六七八九]?十?[一二三四五六七八九]?') or t = '' then null
        when contains(t, '十')
            then greatest(strpos('一二三四五六七八九', left(t, 1)), 1) * 10
                + case when right(t, 1) = '十' then 0 else strpos('一二三四五六七八九', right(t, 1)) end
        when length(t) = 1 then strpos('一二三四五六七八九', replace(t, '两', '二'))
    end;

-- read_ages: an age or a range of ages as {youngest, oldest}, years ('48', '45-59岁', '60岁以上', '30岁以下'); else null.
create or replace macro read_ages(t) as
    list_transform(
        [regexp_extract(
            replace(replace(replace(squeezed(t), '周', ''), '岁', ''), '—', '-'),
            '^(\d{1,3})(?:[-~～至到](\d{1,3})|(\+|及?以上)|(及?以下))?$',
            ['first', 'last', 'above', 'below']
        )],
        ages -> case
            when coalesce(ages.first, '') = '' then null
            when try_cast(ages.last as integer) < cast(ages.first as integer) then null
            when ages.above <> '' then {'youngest': cast(ages.first as integer), 'oldest': 150}
            when ages.below <> '' then {'youngest': 0, 'oldest': cast(ages.first as integer)}
            else {
                'youngest': cast(ages.first as integer),
                'oldest': cast(if(ages.last = '', ages.first, ages.last) as integer)
            }
        end
    )[1];

-- limit_parts: number and unit of a time limit; empty texts when it is none.
create or replace macro limit_parts(t) as
    regexp_extract(
        squeezed(t), '^(\d{1,3}|[一二两三四五六七八九十]{1,3})个?(工作日|小时|天|日|h|H)(?:之内|以内|内)?$', ['n', 'unit']
    );

-- read_limit: a time limit as {value, unit}, unit workday, day or hour ('5个工作日', '七十二小时', '3天内'); null without
-- its unit.
create or replace macro read_limit(t) as
    list_transform(
        [limit_parts(t)],
        said -> list_transform(
            [coalesce(try_cast(said.n as integer), chinese_number(said.n))],
            value -> case
                when value > 0
                    then {
                        'value': cast(value as integer),
                        'unit': case
                            when said.unit = '工作日' then 'workday'
                            when said.unit in ('天', '日') then 'day'
                            else 'hour'
                        end
                    }
            end
        )[1]
    )[1];

-- duration_parts: hours, minutes and seconds of 1小时3分20秒 or 00:03:20; empty texts when it is no such duration.
-- 3:20 is none: minutes and seconds, or hours and minutes.
create or replace macro duration_parts(t) as
    case
        when contains(squeezed(t), ':')
            then regexp_extract(squeezed(t), '^(\d{1,2}):([0-5]\d):([0-5]\d)(?:\.0+)?$', ['h', 'm', 's'])
        else regexp_extract(
            squeezed(t), '^(?:(\d{1,2})(?:小时|时))?(?:(\d{1,3})(?:分钟|分))?(?:(\d{1,5})秒(?:钟)?)?$', ['h', 'm', 's']
        )
    end;

-- read_duration_s: a duration in seconds ('3分20秒', '00:03:20'); a bare number is seconds.
create or replace macro read_duration_s(t) as
    case
        when regexp_full_match(squeezed(t), '\d{1,9}(?:\.0+)?')
            then try_cast(regexp_extract(squeezed(t), '^\d+') as integer)
        else list_transform(
            [duration_parts(t)],
            part -> case
                when concat(part.h, part.m, part.s) <> ''
                    then cast(
                        coalesce(try_cast(part.h as integer), 0) * 3600
                        + coalesce(try_cast(part.m as integer), 0) * 60
                        + coalesce(try_cast(part.s as integer), 0) as integer
                    )
            end
        )[1]
    end;

-- split_list: what stands between 、 , ; blanks and line ends; null where there is nothing.
create or replace macro split_list(t) as list_filter(regexp_split_to_array(plain(t), '[、,;\s]+'), item -> item <> '');

-- split_category: the levels of a category: a->b->c, a/b/c, a-b-c. The first of these marks that stands in the text
-- parts it, so that the others may stand in a name.
create or replace macro split_category(t) as
    list_transform(
        case
            when regexp_matches(plain(t), '[-—–]+[>＞]|[→>＞]')
                then regexp_split_to_array(plain(t), '[-—–]+[>＞]|[→>＞]')
            when contains(plain(t), '/') then string_split(plain(t), '/')
            else regexp_split_to_array(plain(t), '[-—–]+')
        end,
        level -> nullif(trim(level), '')
    );
