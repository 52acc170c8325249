using System.Threading.Channels;

namespace Switchboard.Testing.Upstream;

/// <summary>Where an answer waits until the test lets it go on, so that a test needs no sleeps.</summary>
public sealed class Gate
{
    private readonly Channel<bool> permits = Channel.CreateUnbounded<bool>();
    private readonly Tally arrivals = new();

    /// <summary>Lets everything pass, from now on.</summary>
    public void Open() => permits.Writer.TryComplete();

    /// <summary>Lets the next <paramref name="count"/> pass, one wait each.</summary>
    public void Release(int count = 1)
    {
        for (var i = 0; i < count; i++)
        {
            permits.Writer.TryWrite(true);
        }
    }

    /// <summary>Completes once the upstream has come to this gate the given number of times; all it sent before is on the wire by then.</summary>
    public Task WhenReachedAsync(int times = 1) => arrivals.WhenAsync(times, "the arrival at a gate");

    internal async ValueTask PassAsync(CancellationToken cancelled)
    {
        arrivals.Add();
        while (await permits.Reader.WaitToReadAsync(cancelled))
        {
            if (permits.Reader.TryRead(out _))
            {
                return;
            }
        }
    }
}
