using Switchboard.Gateway.Lifecycle;

namespace Switchboard.UnitTests.Gateway.Lifecycle;

public sealed class DrainTests
{
    [Fact]
    public void Begin_NobodyUnderWay_IsOverAtOnce()
    {
        using var drain = new Drain();

        Assert.True(drain.BeginAsync().IsCompleted);
        Assert.False(drain.TryEnter());
        Assert.Equal(0, drain.Running);
    }

    [Fact]
    public async Task Begin_RequestsUnderWay_WaitsForTheLast()
    {
        using var drain = new Drain();
        Assert.True(drain.TryEnter());
        Assert.True(drain.TryEnter());
        var idle = drain.BeginAsync();

        drain.Leave();
        Assert.False(drain.TryEnter());
        Assert.False(idle.IsCompleted);
        Assert.False(drain.Cut.IsCancellationRequested);
        drain.Leave();

        await idle;
    }

    [Fact]
    public async Task Begin_WhileManyComeAndGo_LosesNone()
    {
        for (var round = 0; round < 200; round++)
        {
            using var drain = new Drain();
            var inside = 0;
            var coming = Enumerable.Range(0, 4).Select(_ => Task.Run(() =>
            {
                while (drain.TryEnter())
                {
                    Interlocked.Increment(ref inside);
                    Interlocked.Decrement(ref inside);
                    drain.Leave();
                }
            })).ToArray();

            await drain.BeginAsync();
            Assert.Equal(0, Volatile.Read(ref inside));
            await Task.WhenAll(coming);
        }
    }
}
