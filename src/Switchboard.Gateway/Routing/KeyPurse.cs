using Switchboard.Gateway.Keys;

namespace Switchboard.Gateway.Routing;

/// <summary>What a provider's key may spend, and has spent: an account like a caller's, under the key's id, so that it lasts over restarts.</summary>
internal sealed class KeyPurse(Stake stake, TimeProvider time)
{
    private static readonly TimeSpan _untilSomethingEnds = TimeSpan.FromSeconds(1);

    /// <summary>How long until the budgets have so much left; zero where they do now, <see cref="TimeSpan.MaxValue"/> for never.</summary>
    public TimeSpan WaitFor(in KeyNeed need)
    {
        if (stake.Limits.Budgets.Count == 0)
        {
            return TimeSpan.Zero;
        }

        lock (stake.Account.Gate)
        {
            return Refuses(need, Now()) is not { } refusal ? TimeSpan.Zero : refusal.MayClear ? _untilSomethingEnds : refusal.RetryAfter ?? TimeSpan.MaxValue;
        }
    }

    /// <summary>Holds what a call may cost; false where it would pass a budget.</summary>
    public bool TryHold(in KeyNeed need)
    {
        lock (stake.Account.Gate)
        {
            var now = Now();
            if (Refuses(need, now) is not null)
            {
                return false;
            }

            stake.Account.Hold(now, need.Micros, 0);
            return true;
        }
    }

    /// <summary>Books what a call cost instead of what was held for it.</summary>
    public BudgetMark? Settle(in KeyNeed held, long micros)
    {
        lock (stake.Account.Gate)
        {
            return stake.Account.Settle(stake, new Reservation { Micros = held.Micros }, Now(), held.Day, micros, 0);
        }
    }

    private Refusal? Refuses(in KeyNeed need, Moment now)
    {
        var refusal = stake.Account.RefusesHold(stake, now, need.Day, need.Micros, 0);
        if (refusal is { Over: { } budget, MayClear: false } && need.Marks is { } marks && stake.Account.UseUp(stake, budget, now.Today) is { } mark)
        {
            marks.Add(mark);
        }

        return refusal;
    }

    private Moment Now() => new(time.GetUtcNow());
}
