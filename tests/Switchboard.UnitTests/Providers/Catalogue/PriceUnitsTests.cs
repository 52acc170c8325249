using System.Text;
using Switchboard.Providers.Catalogue;

namespace Switchboard.UnitTests.Providers.Catalogue;

public sealed class PriceUnitsTests
{
    [Fact]
    public void With_EveryUnit_ReadsTheVendorsOwnUnit()
    {
        TokenRates rates = Read("""
            { "input": 1, "output": 2, "audio_input": 40, "audio_output": 80, "image_input": 10, "image_output": 32, "image": 0.04,
              "images": { "hd/1024x1792": 0.12 }, "audio_minute": 0.006, "characters": 15, "searches": 2 }
            """).Rates;

        MediaRates media = rates.Media!;
        Assert.Equal((40_000_000, 80_000_000, 10_000_000, 32_000_000), (media.AudioInput, media.AudioOutput, media.ImageInput, media.ImageOutput));
        Assert.Equal((40_000_000_000, 120_000_000_000), (media.Image, media.ImageKinds["HD/1024x1792"]));
        Assert.Equal((6_000_000_000, 15_000_000, 2_000_000_000), (media.AudioMinute, media.Characters, media.Searches));
    }

    [Fact]
    public void With_OneUnitAlone_NeedsNoPriceOfTokens()
    {
        ModelPrice price = Read("""{ "audio_minute": 0.0043, "can": ["transcription"] }""");

        Assert.Equal((0, 0, 4_300_000_000), (price.Rates.Input, price.Rates.Output, price.Rates.Media!.AudioMinute));
        Assert.Equal(ModelAbilities.Transcription, price.Abilities);
    }

    [Fact]
    public void With_ImageKindsAlone_CostsTheDearestForAnyOther() =>
        Assert.Equal(190_000_000_000, Read("""{ "images": { "low": 0.011, "high": 0.19 } }""").Rates.Media!.Image);

    [Fact]
    public void With_RatesOfText_LeavesNothingBeside() => Assert.Null(Read("""{ "input": 1, "output": 2 }""").Rates.Media);

    [Fact]
    public void With_LongInput_NeverCostsLessBesideText()
    {
        ModelPrice price = Read("""{ "input": 1, "output": 2, "audio_input": 3, "above": { "tokens": 100, "input": 2, "output": 4 } }""");

        Assert.Equal((3_000_000, 4_000_000), (price.LongContext!.Rates.Media!.AudioInput, price.LongContext.Rates.Media.AudioOutput));
    }

    [Theory]
    [InlineData("2026-07-24", 5_000_000, 1_000)]
    [InlineData("2026-08-31", 5_000_000, 1_000)]
    [InlineData("2026-09-01", 4_000_000, null)]
    [InlineData("2026-12-31", 4_000_000, null)]
    [InlineData("2027-01-01", 3_000_000, 2_000)]
    [InlineData("2030-01-01", 3_000_000, 2_000)]
    public void On_Day_IsThePeriodThatHasBegun(string day, long input, int? above)
    {
        ModelPrice price = Read("""
            { "input": 5, "output": 9, "above": { "tokens": 1000, "input": 6, "output": 10 }, "effective": "2026-01-01", "context": 7, "can": ["tools"],
              "periods": [ { "from": "2026-09-01", "input": 4, "output": 8 }, { "from": "2027-01-01", "input": 3, "output": 7, "above": { "tokens": 2000, "input": 6, "output": 10 } } ] }
            """).On(DateOnly.Parse(day, System.Globalization.CultureInfo.InvariantCulture));

        Assert.Equal((input, above), (price.Rates.Input, (int?)price.LongContext?.Above));
        Assert.Equal((7, ModelAbilities.Tools), (price.ContextTokens, price.Abilities));
    }

    [Theory]
    [InlineData("""{ "image": -1 }""", "$.models['a/b'].image")]
    [InlineData("""{ "image": 0.0000000000001 }""", "$.models['a/b'].image")]
    [InlineData("""{ "images": { } }""", "$.models['a/b'].images")]
    [InlineData("""{ "image": 1, "images": { "hd": "2" } }""", "$.models['a/b'].images['hd']")]
    [InlineData("""{ "image": 1, "images": { "hd": 2, "HD": 2 } }""", "$.models['a/b'].images['HD']")]
    [InlineData("""{ "searches": 1, "periods": {} }""", "$.models['a/b'].periods")]
    [InlineData("""{ "searches": 1, "periods": [ { "searches": 2 } ] }""", "$.models['a/b'].periods[0].from")]
    [InlineData("""{ "searches": 1, "periods": [ { "from": "2026-01-02", "searches": 2 }, { "from": "2026-01-02", "searches": 3 } ] }""", "$.models['a/b'].periods[1].from")]
    [InlineData("""{ "searches": 1, "periods": [ { "from": "2026-01-02", "context": 2, "searches": 2 } ] }""", "$.models['a/b'].periods[0].context")]
    [InlineData("""{ "searches": 1, "from": "2026-01-02" }""", "$.models['a/b'].from")]
    [InlineData("""{ "searches": 1, "can": ["everything"] }""", "$.models['a/b'].can[0]")]
    public void With_FaultyUnit_SaysWhere(string entry, string path)
    {
        Assert.Null(PriceTable.BuiltIn.With(File(entry), out IReadOnlyList<PriceFault> faults));

        Assert.Equal(path, Assert.Single(faults).Path);
    }

    [Fact]
    public void Names_EveryAbility_LeadsBack()
    {
        foreach (ModelAbilities ability in Enum.GetValues<ModelAbilities>().Where(a => a != ModelAbilities.None))
        {
            Assert.Equal(ability, ModelAbilityNames.Find(Assert.Single(ability.Names())));
        }
    }

    private static ModelPrice Read(string entry)
    {
        PriceTable? table = PriceTable.BuiltIn.With(File(entry), out IReadOnlyList<PriceFault> faults);
        Assert.Empty(faults);
        return table!.Find("a", "b")!;
    }

    private static byte[] File(string entry) => Encoding.UTF8.GetBytes($$"""{ "models": { "a/b": {{entry}} } }""");
}
