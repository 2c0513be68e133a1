import pytest

from incomeaudit.batch.across.names import county_of, township_key, village_key


@pytest.mark.parametrize("name", ["妙高街道", "妙高镇", "妙高", "妙高街道办事处", " 妙 高 镇", "妙高镇人民政府"])
def test_one_township_however_written(name):
    assert township_key(name) == "妙高"


def test_townships_that_are_two():
    assert len({township_key(name) for name in ("云溪乡", "云峰街道", "竹垟畲族乡", "安仁镇", "乡镇")}) == 5
    assert township_key("竹垟畲族乡") == "竹垟"


@pytest.mark.parametrize("name", ["石门村", "石门", "石门村委会", "石门行政村", "石门村民委员会"])
def test_one_village_however_written(name):
    assert village_key(name) == "石门"


def test_villages_that_are_two():
    assert len({village_key(name) for name in ("石门村", "石门社区", "新村", "新")}) == 4
    assert village_key("石门社区居委会") == village_key("石门社区")


def test_a_county_that_was_renamed_is_one_and_one_that_was_merged_is_not():
    assert county_of("浙江省/杭州市/临安市") == county_of("浙江省/杭州市/临安区") == "浙江省/杭州市/临安区"
    assert county_of("浙江省/宁波市/江东区") == "浙江省/宁波市/江东区"
    assert county_of("浙江省/杭州市/临安区/锦城街道") == "浙江省/杭州市/临安区"
    assert county_of("浙江省/丽水市") is None
