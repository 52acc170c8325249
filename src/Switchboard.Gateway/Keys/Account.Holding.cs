using System.Globalization;

namespace Switchboard.Gateway.Keys;

/// <summary>Checks and bookings. Who calls these holds the account's <see cref="Gate"/>.</summary>
internal sealed partial class Account
{
    /// <summary>Which of its limits keeps one more request out; null where none does.</summary>
    public Refusal? RefusesEntry(Stake stake, Moment now)
    {
        var limits = stake.Limits;
        if (limits.Concurrent is { } most && _running >= most)
        {
            return new Refusal(stake, "concurrent", $"{stake.Subject} may run {most} requests at the same time, and all are running. Wait for one to finish.", TimeSpan.FromSeconds(1)) { MayClear = true };
        }

        return limits.Rpm is { } rpm && _requests.Total(now.Second) >= rpm
            ? new Refusal(stake, "rpm", $"{stake.Subject} may make {rpm} requests per minute. Ask again after the time in Retry-After.", TimeSpan.FromSeconds(_requests.SecondsUntilFits(now.Second, 1, rpm)))
            : null;
    }

    public void Enter(Moment now)
    {
        _requests.Add(now.Second, 1);
        _running++;
    }

    /// <summary>Which of its limits so much would pass; null where none.</summary>
    public Refusal? RefusesHold(Stake stake, Moment now, DateOnly day, long micros, long tokenCount)
    {
        if (stake.Limits.Tpm is { } tpm && _tokens.Total(now.Second) + tokenCount > tpm)
        {
            return OverTokens(stake, tpm, now, tokenCount);
        }

        var budgets = stake.Limits.Budgets;
        for (var i = 0; i < budgets.Count; i++)
        {
            var budget = budgets[i];
            if (Spent(budget, day, now.Today) + _heldMicros + micros > budget.Micros)
            {
                return OverBudget(stake, budget, now, day, micros);
            }
        }

        return null;
    }

    public void Hold(Moment now, long micros, long tokenCount)
    {
        _heldMicros += micros;
        _heldTokens += tokenCount;
        _tokens.Add(now.Second, tokenCount);
    }

    /// <summary>Ends a request: what was held is released, what it truly cost is booked on the day when it came in.</summary>
    /// <returns>The highest mark that a budget has passed by that, if one did.</returns>
    public BudgetMark? Settle(Stake stake, Reservation held, Moment now, DateOnly day, long micros, long tokenCount)
    {
        _running -= held.Entered ? 1 : 0;
        _heldMicros -= held.Micros;
        _heldTokens -= held.Tokens;
        _tokens.Add(held.Tokens == 0 ? now.Second : held.TokenSecond, tokenCount - held.Tokens);
        Book(day, now.Today, micros);
        return micros == 0 ? null : Passed(stake, now.Today, micros);
    }

    /// <summary>Notes that a budget is used up: what is left of it was too little for a request, and will stay so.</summary>
    /// <returns>The mark, where that was not said in this period yet.</returns>
    public BudgetMark? UseUp(Stake stake, Budget budget, DateOnly today)
    {
        var state = State(budget.Period, today);
        if (state.Told >= BudgetMark.Full || BudgetMark.Of(state.Spent(today), budget.Micros) < BudgetMark.Warning)
        {
            return null;
        }

        state.Told = BudgetMark.Full;
        return new BudgetMark(stake, budget, BudgetMark.Full, state.Spent(today), budget.Period.StartOf(today));
    }

    private BudgetMark? Passed(Stake stake, DateOnly today, long micros)
    {
        BudgetMark? highest = null;
        var budgets = stake.Limits.Budgets;
        for (var i = 0; i < budgets.Count; i++)
        {
            var budget = budgets[i];
            var state = State(budget.Period, today);
            var spent = state.Spent(today);

            // What was passed before this request was said then, or before the last start.
            var told = Math.Max(state.Told, BudgetMark.Of(spent - micros, budget.Micros));
            var mark = BudgetMark.Of(spent, budget.Micros);
            state.Told = Math.Max(told, mark);
            highest = mark > told && (highest is null || mark > highest.Percent) ? new BudgetMark(stake, budget, mark, spent, budget.Period.StartOf(today)) : highest;
        }

        return highest;
    }

    private Refusal OverTokens(Stake stake, long tpm, Moment now, long tokenCount) => tokenCount > tpm
        ? new Refusal(stake, "tpm", $"This request may use {tokenCount} tokens, but {Lowered(stake.Subject)} has {tpm} per minute: it can never fit. Shorten it or lower its max_tokens.", null)
        : new Refusal(stake, "tpm", $"{stake.Subject} may use {tpm} tokens per minute. Ask again after the time in Retry-After.", TimeSpan.FromSeconds(_tokens.SecondsUntilFits(now.Second, tokenCount, tpm)))
        {
            MayClear = _tokens.Total(now.Second) - _heldTokens + tokenCount <= tpm,
        };

    private Refusal OverBudget(Stake stake, Budget budget, Moment now, DateOnly day, long micros)
    {
        var use = UseOf(stake.Scope, budget, day, now.Today);
        var message = string.Create(
            CultureInfo.InvariantCulture,
            $"{stake.Subject} has {MicroText.Usd(Math.Max(0, use.LeftMicros))} USD left of its {budget.Period.Name()} budget of {MicroText.Usd(budget.Micros)} USD, and this request may cost {MicroText.Usd(micros)} USD. Lower max_tokens, or ask the administrator to raise the budget.");
        return new Refusal(stake, "budget", message, use.Reset - now.Now)
        {
            MayClear = use.SpentMicros - _heldMicros + micros <= budget.Micros,
            Budget = use,
            Over = budget,
        };
    }

    private static string Lowered(string subject) => char.ToLowerInvariant(subject[0]) + subject[1..];
}
