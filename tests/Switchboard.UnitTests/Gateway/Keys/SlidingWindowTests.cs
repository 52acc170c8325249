using Switchboard.Gateway.Keys;

namespace Switchboard.UnitTests.Gateway.Keys;

public sealed class SlidingWindowTests
{
    private const long Now = 1_735_819_200;

    [Fact]
    public void Total_AmountOfAMinuteAgo_CountsUntilItsSlotHasLeft()
    {
        var window = new SlidingWindow();
        window.Add(Now, 7);

        Assert.Equal(7, window.Total(Now + 60));
        Assert.Equal(0, window.Total(Now + 61));
    }

    [Fact]
    public void Add_SlotThatHasLeft_TakesNothing()
    {
        var window = new SlidingWindow();
        window.Add(Now, 7);
        window.Add(Now + 100, 1);

        window.Add(Now, -7);

        Assert.Equal(1, window.Total(Now + 100));
    }

    [Fact]
    public void Total_AfterALongPause_IsZero()
    {
        var window = new SlidingWindow();
        window.Add(Now, 7);

        Assert.Equal(0, window.Total(Now + 1_000_000));
    }

    [Fact]
    public void SecondsUntilFits_WaitingThatLong_FitsAndOneSecondLessDoesNot()
    {
        for (var seed = 0; seed < 300; seed++)
        {
            var random = new Random(seed);
            var window = new SlidingWindow();
            var second = Now;
            for (var i = 0; i < 40; i++)
            {
                second += random.Next(0, 4);
                window.Add(second, random.Next(0, 10));
            }

            long limit = random.Next(10, 100);
            long amount = random.Next(1, (int)limit + 1);
            var wait = window.SecondsUntilFits(second, amount, limit);

            if (wait > 0)
            {
                Assert.True(window.Total(second + wait - 1) + amount > limit, $"seed {seed}: too long");
            }

            Assert.True(window.Total(second + wait) + amount <= limit, $"seed {seed}: too short");
        }
    }

    [Fact]
    public void Total_RandomAmounts_EqualsTheSumOverTheWindow()
    {
        for (var seed = 0; seed < 200; seed++)
        {
            var random = new Random(seed);
            var window = new SlidingWindow();
            var all = new List<(long Second, long Amount)>();
            var second = Now;
            for (var i = 0; i < 200; i++)
            {
                second += random.Next(0, 30);
                var slot = second - random.Next(0, 61);
                long amount = random.Next(-5, 20);
                window.Add(slot, amount);
                all.Add((slot, amount));

                Assert.Equal(all.Where(a => a.Second > second - 61 && a.Second <= second).Sum(a => a.Amount), window.Total(second));
            }
        }
    }

    [Fact]
    public void SecondsUntilEmpty_WaitingThatLong_NothingCountsAndOneSecondLessSomethingDoes()
    {
        for (var seed = 0; seed < 200; seed++)
        {
            var random = new Random(seed);
            var window = new SlidingWindow();
            for (var i = 0; i < 20; i++)
            {
                window.Add(Now + random.Next(0, 60), random.Next(1, 9));
            }

            var wait = window.SecondsUntilEmpty(Now + 60);

            Assert.NotEqual(0, window.Total(Now + 60 + wait - 1));
            Assert.Equal(0, window.Total(Now + 60 + wait));
            Assert.Equal(0, window.SecondsUntilEmpty(Now + 60 + wait));
        }
    }
}
