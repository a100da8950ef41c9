-- without_own: a squeezed text without what may stand before a place of ours. The pattern (staging.place_pattern) is not
-- a constant and costs; few texts begin with a letter (`opens`) that it could begin with.
create or replace macro without_own(t, opens, own_prefix) as
    case when contains(opens, left(t, 1)) then regexp_replace(t, own_prefix, '') else t end;

-- names_elsewhere: a squeezed place text that starts with a province, city, county or city district other than ours.
-- `rest` is the text without our own province, city and county; `counties` lists our county's names.
create or replace macro names_elsewhere(written, rest, counties) as
    case
        when regexp_matches(rest, '^(?:[县市省全本我外各]|[\x{4e00}-\x{9fff}]{0,6}?[超城夜集菜都门早]市)') then false
        when regexp_matches(
            rest, '^[\x{4e00}-\x{9fff}]{2,10}?(?:省|自治区|特别行政区|自治州|地区|盟|市|县|旗)'
        ) then true
        else regexp_matches(written, '^[\x{4e00}-\x{9fff}]{2,12}?[市州][\x{4e00}-\x{9fff}]{1,6}?区')
            and len(list_filter(counties, c -> contains(written, c))) = 0
    end;

-- one_off: a text (`at` 0) and what is left of it without its character `lost` at each place.
create or replace macro one_off(t) as
    list_append(
        list_transform(
            range(1, length(t) + 1),
            i -> {'at': i, 'lost': substr(t, i, 1), 'shape': left(t, i - 1) || substr(t, i + 1)}
        ),
        {'at': 0::bigint, 'lost': '', 'shape': t}
    );

-- is_one_slip: whether two texts of one shape (one_off) differ by one character added, lost or changed, or by two
-- neighbours that changed places.
create or replace macro is_one_slip(a, b) as
    a.at = 0 or b.at = 0 or a.at = b.at or (abs(a.at - b.at) = 1 and a.lost = b.lost);
