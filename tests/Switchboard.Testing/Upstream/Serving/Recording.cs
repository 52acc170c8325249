using System.Collections.Immutable;

namespace Switchboard.Testing.Upstream.Serving;

/// <summary>The requests received, and the signal that one more is there.</summary>
internal sealed class Recording(bool keep)
{
    private readonly Lock gate = new();
    private readonly Tally arrivals = new();
    private ImmutableList<UpstreamRequest> requests = [];
    private int number;

    public IReadOnlyList<UpstreamRequest> Requests => Volatile.Read(ref requests);

    /// <summary>
    /// Numbers a request, takes its script and then lets tests see it, all in one: scripts are used in the order of the numbers, and a
    /// test that sees request n may queue the script of n + 1.
    /// </summary>
    public (UpstreamRequest Request, Script Script) Add(Func<int, UpstreamRequest> create, Func<UpstreamRequest, Script> choose)
    {
        lock (gate)
        {
            var request = create(++number);
            var script = choose(request);
            if (keep)
            {
                Volatile.Write(ref requests, requests.Add(request));
                arrivals.Add();
            }
            return (request, script);
        }
    }

    public async Task<UpstreamRequest> WhenAsync(int count)
    {
        await arrivals.WhenAsync(count, "request");
        return Requests[count - 1];
    }
}
