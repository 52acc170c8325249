using Switchboard.Gateway.Caching;
using Switchboard.Testing.Clocks;

namespace Switchboard.UnitTests.Gateway.Caching;

public sealed class MemoryTierTests
{
    private readonly ManualTimeProvider time = new();

    [Fact]
    public void Find_UntilItExpires_FindsTheAnswer()
    {
        var memory = new MemoryTier(1 << 20, time);
        var answer = Answers.Of("a", time.GetUtcNow() + TimeSpan.FromMinutes(1));
        memory.Save(Answers.Key(1), answer);

        time.Advance(TimeSpan.FromSeconds(59));
        Assert.Same(answer, memory.Find(Answers.Key(1)));

        time.Advance(TimeSpan.FromSeconds(1));
        Assert.Null(memory.Find(Answers.Key(1)));
        Assert.Equal(0, memory.Count);
    }

    [Fact]
    public void Save_OverTheLimit_LetsTheLeastRecentlyUsedGo()
    {
        var memory = new MemoryTier(3 * (100 + 256), time);
        for (var i = 1; i <= 3; i++)
        {
            memory.Save(Answers.Key(i), Answers.Sized(100, Later));
        }

        memory.Find(Answers.Key(1));
        memory.Save(Answers.Key(4), Answers.Sized(100, Later));

        Assert.NotNull(memory.Find(Answers.Key(1)));
        Assert.Null(memory.Find(Answers.Key(2)));
        Assert.NotNull(memory.Find(Answers.Key(3)));
        Assert.NotNull(memory.Find(Answers.Key(4)));
    }

    [Fact]
    public void Save_SameKeyAgain_ReplacesAndCountsOnce()
    {
        var memory = new MemoryTier(2 * (100 + 256), time);
        for (var i = 0; i < 5; i++)
        {
            memory.Save(Answers.Key(1), Answers.Sized(100, Later));
        }

        memory.Save(Answers.Key(2), Answers.Sized(100, Later));

        Assert.Equal(2, memory.Count);
    }

    [Fact]
    public void Save_LargerThanTheWholeLimit_KeepsNothing()
    {
        var memory = new MemoryTier(300, time);

        memory.Save(Answers.Key(1), Answers.Sized(1000, Later));

        Assert.Equal(0, memory.Count);
    }

    [Fact]
    public void Save_AnyEntries_NeverHoldsMoreThanTheLimit()
    {
        const int limit = 10_000;
        var random = new Random(7);
        var memory = new MemoryTier(limit, time);
        var sizes = new Dictionary<int, int>();
        for (var i = 0; i < 3_000; i++)
        {
            var (key, size) = (random.Next(50), random.Next(1, 3_000));
            memory.Save(Answers.Key(key), Answers.Sized(size, Later));
            sizes[key] = size + 256;

            Assert.True(sizes.Where(s => memory.Find(Answers.Key(s.Key)) is not null).Sum(s => s.Value) <= limit);
        }
    }

    private DateTimeOffset Later => time.GetUtcNow() + TimeSpan.FromHours(1);
}
