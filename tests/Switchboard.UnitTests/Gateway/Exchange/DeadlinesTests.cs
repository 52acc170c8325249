using Switchboard.Gateway.Exchange;
using Switchboard.Providers.Transport;
using Switchboard.Testing.Clocks;

namespace Switchboard.UnitTests.Gateway.Exchange;

public sealed class DeadlinesTests : IDisposable
{
    private static readonly ProviderTimeouts Times = new() { Idle = TimeSpan.FromSeconds(30), Total = TimeSpan.FromSeconds(100) };

    private readonly ManualTimeProvider time = new();
    private readonly CancellationTokenSource caller = new();
    private readonly Deadlines deadlines;

    public DeadlinesTests() => deadlines = new Deadlines(Times, time, caller.Token);

    public void Dispose()
    {
        deadlines.Dispose();
        caller.Dispose();
    }

    [Fact]
    public void NextRead_VendorSilentForTheIdleTime_CancelsThen()
    {
        var token = deadlines.NextRead();

        time.Advance(TimeSpan.FromSeconds(29.9));
        Assert.False(token.IsCancellationRequested);
        time.Advance(TimeSpan.FromSeconds(0.1));

        Assert.True(token.IsCancellationRequested);
        Assert.Contains("timeouts.idle", deadlines.Error("openai")!.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void NextRead_AfterSomethingCame_CountsAfresh()
    {
        var token = deadlines.NextRead();
        time.Advance(TimeSpan.FromSeconds(20));
        deadlines.Arrived();
        deadlines.NextRead();

        time.Advance(TimeSpan.FromSeconds(29));
        Assert.False(token.IsCancellationRequested);
        time.Advance(TimeSpan.FromSeconds(1));

        Assert.True(token.IsCancellationRequested);
    }

    [Fact]
    public void NextRead_VendorNeverSilentButEndless_CancelsAtTheTotal()
    {
        var token = deadlines.NextRead();
        for (var second = 0; second < 99; second++)
        {
            time.Advance(TimeSpan.FromSeconds(1));
            deadlines.Arrived();
            deadlines.NextRead();
        }

        Assert.False(token.IsCancellationRequested);
        time.Advance(TimeSpan.FromSeconds(1));

        Assert.True(token.IsCancellationRequested);
        Assert.Contains("timeouts.total", deadlines.Error("openai")!.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Arrived_CallerTakesItsTime_IsNotTheVendorsSilence()
    {
        var token = deadlines.NextRead();
        deadlines.Arrived();

        time.Advance(TimeSpan.FromSeconds(90));

        Assert.False(token.IsCancellationRequested);
    }

    [Fact]
    public void Drain_VendorKeepsItsConnectionOpen_GivesUpAfterTheGivenTime()
    {
        var token = deadlines.NextRead();
        deadlines.Arrived();
        deadlines.Drain(TimeSpan.FromSeconds(1));

        time.Advance(TimeSpan.FromSeconds(0.9));
        Assert.False(token.IsCancellationRequested);
        time.Advance(TimeSpan.FromSeconds(0.1));

        Assert.True(token.IsCancellationRequested);
    }

    [Fact]
    public void Error_CallerLeft_IsNone()
    {
        var token = deadlines.NextRead();

        caller.Cancel();

        Assert.True(token.IsCancellationRequested);
        Assert.Null(deadlines.Error("openai"));
    }
}
