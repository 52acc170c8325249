namespace Switchboard.Gateway.Keys;

/// <summary>
/// All accounts that one key's requests are booked on: its own, and those of its owner, team and organisation. A request is let in, held
/// and settled on all of them or on none: their gates are taken together, always from the key outwards, so that no two requests ever wait
/// for each other. Made anew when the key or what it belongs to changes.
/// </summary>
internal sealed class Standing(VirtualKey key, Stake[] stakes, TimeProvider time)
{
    public VirtualKey Key { get; } = key;

    /// <summary>From the key outwards.</summary>
    public IReadOnlyList<Stake> Stakes => stakes;

    public bool HasLimits { get; } = Array.Exists(stakes, static s => s.Limits.HasLimits);

    public bool HasBudgets { get; } = Array.Exists(stakes, static s => s.Limits.Budgets.Count > 0);

    public bool HasTokenLimit { get; } = Array.Exists(stakes, static s => s.Limits.Tpm is not null);

    public string? User { get; } = IdOf(stakes, AccountScope.User);

    public string? Team { get; } = IdOf(stakes, AccountScope.Team);

    public string? Organization { get; } = IdOf(stakes, AccountScope.Organization);

    /// <summary>Lets a request in, or says which request limit is reached.</summary>
    public Refusal? Enter(Reservation reservation)
    {
        var now = Now();
        using var all = new Gates(stakes);
        foreach (var stake in stakes)
        {
            if (stake.Account.RefusesEntry(stake, now) is { } refusal)
            {
                return refusal;
            }
        }

        foreach (var stake in stakes)
        {
            stake.Account.Enter(now);
        }

        reservation.Entered = true;
        return null;
    }

    /// <summary>Holds the most a request can cost, or says which limit it would pass.</summary>
    /// <param name="reservation">Takes what is held.</param>
    /// <param name="day">The day on which the request came in, and on which it will be booked.</param>
    /// <param name="micros">The most that it can cost, in micro-dollars.</param>
    /// <param name="tokenCount">The tokens that it may use.</param>
    public Refusal? Reserve(Reservation reservation, DateOnly day, long micros, long tokenCount)
    {
        var now = Now();
        using var all = new Gates(stakes);
        foreach (var stake in stakes)
        {
            if (stake.Account.RefusesHold(stake, now, day, micros, tokenCount) is { } refusal)
            {
                return refusal;
            }
        }

        foreach (var stake in stakes)
        {
            stake.Account.Hold(now, micros, tokenCount);
        }

        (reservation.Micros, reservation.Tokens, reservation.TokenSecond) = (micros, tokenCount, now.Second);
        return null;
    }

    /// <summary>Ends a request on all accounts, and lets those who wait look again.</summary>
    /// <returns>The marks that budgets have passed by that; null where none did.</returns>
    public List<BudgetMark>? Settle(Reservation reservation, DateOnly day, long micros, long tokenCount)
    {
        var now = Now();
        List<BudgetMark>? marks = null;
        using (var all = new Gates(stakes))
        {
            foreach (var stake in stakes)
            {
                if (stake.Account.Settle(stake, reservation, now, day, micros, tokenCount) is { } mark)
                {
                    (marks ??= []).Add(mark);
                }
            }

            (reservation.Micros, reservation.Tokens, reservation.Entered) = (0, 0, false);
        }

        foreach (var stake in stakes)
        {
            stake.Account.Entries.Wake();
            stake.Account.Holds.Wake();
        }

        return marks;
    }

    /// <summary>Notes that a budget refused for good in its period.</summary>
    /// <returns>The mark, where that was not said yet.</returns>
    public BudgetMark? UseUp(Refusal refusal)
    {
        var today = Now().Today;
        lock (refusal.Stake.Account.Gate)
        {
            return refusal.Stake.Account.UseUp(refusal.Stake, refusal.Over!, today);
        }
    }

    /// <summary>Micro-dollars that the tightest budget still has; <see cref="long.MaxValue"/> without budgets.</summary>
    public long Available() => Tightest().Budget?.LeftMicros ?? long.MaxValue;

    /// <summary>Of each kind of limit the one with the least left, of all scopes.</summary>
    public LimitsUse Tightest()
    {
        var now = Now();
        var tightest = default(LimitsUse);
        foreach (var stake in stakes)
        {
            stake.Account.Tighten(ref tightest, stake, now);
        }

        return tightest;
    }

    /// <summary>How far each limit of tokens per minute is used.</summary>
    public IEnumerable<RateUse> TokenLimits()
    {
        var now = Now();
        foreach (var stake in stakes)
        {
            if (stake.Limits.Tpm is { } tpm)
            {
                yield return stake.Account.TokenUse(tpm, now);
            }
        }
    }

    /// <summary>Whether each limit of tokens per minute is so far off that with so many more tokens an eighth of it would be used at most.</summary>
    public bool IsFarFromTokenLimits(long tokenCount)
    {
        var now = Now();
        foreach (var stake in stakes)
        {
            if (stake.Limits.Tpm is { } tpm && stake.Account.TokensOfMinute(now) + tokenCount > tpm / 8)
            {
                return false;
            }
        }

        return true;
    }

    private static string? IdOf(Stake[] stakes, AccountScope scope) => Array.Find(stakes, s => s.Scope == scope)?.Id;

    private Moment Now() => new(time.GetUtcNow());
}
