using Switchboard.Gateway.Configuration;

namespace Switchboard.Gateway.Keys;

/// <summary>Lets a request that found no room wait for some: for requests under way to end, or for the minute to move on.</summary>
internal sealed class LimitWait(LimitSettings settings, TimeProvider time)
{
    /// <summary>Tries, and waits and tries again as long as the settings allow and it may help.</summary>
    /// <param name="standing">The accounts that must have room.</param>
    /// <param name="lineOf">Which of an account's lines is meant.</param>
    /// <param name="reservation">Keeps until when the request may wait, over all that it waits for.</param>
    /// <param name="attempt">The try.</param>
    /// <param name="left">Cancelled when the caller leaves.</param>
    /// <returns>Null once it was let through, else the last refusal.</returns>
    public ValueTask<Refusal?> TryAsync(Standing standing, Func<Account, WaitingLine> lineOf, Reservation reservation, Func<Refusal?> attempt, CancellationToken left)
    {
        // Whoever comes while others wait stands behind them.
        if (FirstLine(standing, lineOf) is { } taken)
        {
            return WaitAsync(taken, lineOf, reservation, attempt, left);
        }

        var refusal = attempt();
        return refusal is null || !MayHelp(refusal, Until(reservation))
            ? ValueTask.FromResult(refusal)
            : WaitAsync(lineOf(refusal.Stake.Account), lineOf, reservation, attempt, left);
    }

    /// <summary>False where nobody ever waits, so that one try is enough.</summary>
    public bool IsOn => settings.Wait > TimeSpan.Zero;

    private async ValueTask<Refusal?> WaitAsync(WaitingLine line, Func<Account, WaitingLine> lineOf, Reservation reservation, Func<Refusal?> attempt, CancellationToken left)
    {
        var until = Until(reservation);
        while (true)
        {
            using var place = line.Join();
            var (refusal, next) = place is null ? (attempt(), null) : await StandAsync(place, line, lineOf, until, attempt, left);
            if (next is null)
            {
                return refusal;
            }

            line = next;
        }
    }

    /// <summary>Stands in one line until let through, refused for good, or sent to another line.</summary>
    private async Task<(Refusal? Refusal, WaitingLine? Next)> StandAsync(WaitingLine.Place place, WaitingLine line, Func<Account, WaitingLine> lineOf, DateTimeOffset until, Func<Refusal?> attempt, CancellationToken left)
    {
        var look = until;
        while (true)
        {
            var now = time.GetUtcNow();
            await place.WhenMovedAsync(look > now ? look - now : TimeSpan.Zero, time, left);
            var refusal = attempt();
            if (refusal is null || !MayHelp(refusal, until))
            {
                return (refusal, null);
            }

            if (lineOf(refusal.Stake.Account) is var other && other != line)
            {
                return (refusal, other);
            }

            look = refusal.RetryAfter is { } after && time.GetUtcNow() + after < until ? time.GetUtcNow() + after : until;
        }
    }

    private DateTimeOffset Until(Reservation reservation) => reservation.WaitsUntil ??= time.GetUtcNow() + settings.Wait;

    private bool MayHelp(Refusal refusal, DateTimeOffset until)
    {
        var now = time.GetUtcNow();
        return now < until && (refusal.MayClear || (refusal.RetryAfter is { } after && now + after <= until));
    }

    private static WaitingLine? FirstLine(Standing standing, Func<Account, WaitingLine> lineOf)
    {
        foreach (var stake in standing.Stakes)
        {
            if (lineOf(stake.Account) is { IsEmpty: false } line)
            {
                return line;
            }
        }

        return null;
    }
}
