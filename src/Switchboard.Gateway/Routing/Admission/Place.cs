namespace Switchboard.Gateway.Routing.Admission;

/// <summary>One of a provider's places; whoever has it gives it back by disposing of it, once.</summary>
internal sealed class Place(ProviderQueue queue, long since) : IDisposable
{
    private int _given;

    public void Dispose()
    {
        if (Interlocked.Exchange(ref _given, 1) == 0)
        {
            queue.Leave(since);
        }
    }
}
