namespace Switchboard.Testing.Upstream;

/// <summary>Counts up and tells those who wait for a number.</summary>
internal sealed class Tally
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private readonly Lock gate = new();
    private readonly List<(int Number, TaskCompletionSource Signal)> waiters = [];
    private int count;

    public void Add()
    {
        lock (gate)
        {
            count++;
            foreach (var (_, signal) in waiters.Where(waiter => waiter.Number <= count))
            {
                signal.TrySetResult();
            }
            waiters.RemoveAll(waiter => waiter.Number <= count);
        }
    }

    /// <summary>Completes once the count is <paramref name="number"/> or more; the patience is for broken tests, not for slow ones.</summary>
    public async Task WhenAsync(int number, string what)
    {
        TaskCompletionSource signal;
        lock (gate)
        {
            if (count >= number)
            {
                return;
            }
            signal = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            waiters.Add((number, signal));
        }
        try
        {
            await signal.Task.WaitAsync(Patience);
        }
        catch (TimeoutException)
        {
            throw new TimeoutException($"Waited {Patience.TotalSeconds:0} s for {what} number {number}; there were {count}.");
        }
    }
}
