using Switchboard.Gateway.Routing;
using Switchboard.Protocol.Errors;

namespace Switchboard.Gateway.Exchange.Hedging;

/// <summary>
/// One of the calls that a hedged request makes side by side. What becomes of it is noted in an exchange of its own, and reaches the caller
/// from the first part on if that is the first of all calls; else its first part ends it.
/// </summary>
internal sealed class HedgeLeg(HedgeRace race, Exchange own, Route route, IAnswerSink caller, CancellationToken cancel) : IAnswerSink, IDisposable
{
    private readonly CancellationTokenSource _ending = CancellationTokenSource.CreateLinkedTokenSource(cancel);
    private (bool Stream, IReadOnlyList<KeyValuePair<string, string>> Headers) _start = (false, []);
    private bool _goesOn;

    public Exchange Own { get; } = own;

    public Route Route { get; } = route;

    public CancellationToken Token => _ending.Token;

    /// <summary>Ends with what the call came to, as <see cref="Failover"/> has it of each.</summary>
    public Task<AttemptSink?> Answer { get; private set; } = Task.FromResult<AttemptSink?>(null);

    /// <summary>Whether the call has failed, or was not made, so that nothing of it reached the caller.</summary>
    public bool HasFailed { get; private set; }

    /// <summary>Whether the call was cut off while its vendor may have been at work.</summary>
    public bool IsCutOff => Own.Attempts.Count > 0 && !HasFailed;

    /// <summary>Begins the call; what it does before its first wait is done elsewhere, where that is asked.</summary>
    public void Begin(Func<HedgeLeg, Task<AttemptSink?>> ask, bool elsewhere) => Answer = RunAsync(ask, elsewhere);

    public void Start(bool stream, IReadOnlyList<KeyValuePair<string, string>> vendorHeaders) => _start = (stream, vendorHeaders);

    public ValueTask WriteAsync(ReadOnlyMemory<byte> frames, CancellationToken cancel)
    {
        GoOn();
        return caller.WriteAsync(frames, cancel);
    }

    public ValueTask WriteUsageAsync(ReadOnlyMemory<byte> frame, CancellationToken cancel)
    {
        GoOn();
        return caller.WriteUsageAsync(frame, cancel);
    }

    public async ValueTask EndAsync(ReadOnlyMemory<byte> end, Answer answer, CancellationToken cancel)
    {
        GoOn();
        await race.SettleAsync(); // Before the record is written.
        await caller.EndAsync(end, answer, cancel);
    }

    public async ValueTask FailAsync(ExchangeError error, ReadOnlyMemory<byte> vendorBody, Answer partial, CancellationToken cancel)
    {
        GoOn();
        await race.SettleAsync();
        await caller.FailAsync(error, vendorBody, partial, cancel);
    }

    /// <summary>Cuts the call off. What its end sets off runs elsewhere.</summary>
    public Task CutAsync() => _ending.CancelAsync();

    public void Dispose() => _ending.Dispose();

    private async Task<AttemptSink?> RunAsync(Func<HedgeLeg, Task<AttemptSink?>> ask, bool elsewhere)
    {
        if (elsewhere)
        {
            await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        }

        var attempt = await ask(this);
        HasFailed = attempt is null or { Failure: not null };
        return attempt;
    }

    private void GoOn()
    {
        if (_goesOn)
        {
            return;
        }

        if (!race.Take(this))
        {
            throw new OperationCanceledException(Token);
        }

        _goesOn = true;
        caller.Start(_start.Stream, _start.Headers);
    }
}
