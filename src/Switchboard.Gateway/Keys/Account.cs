using System.Globalization;

namespace Switchboard.Gateway.Keys;

/// <summary>
/// The running state of one key's limits: every check and its booking happen under one lock, so that callers at the same time can
/// never pass a limit together. Amounts are held before dispatch and settled to the truth after.
/// </summary>
internal sealed class Account(TimeProvider time)
{
    private readonly Lock _gate = new();
    private readonly SlidingWindow _requests = new();
    private readonly SlidingWindow _tokens = new();
    private readonly Dictionary<DateOnly, long> _spentByDay = [];
    private readonly List<BudgetState> _budgets = [];
    private int _running;

    /// <summary>Books what earlier runs of the server spent on a day.</summary>
    public void Restore(DateOnly day, long micros)
    {
        lock (_gate)
        {
            Book(day, micros);
        }
    }

    /// <summary>Lets a request in, or says which of its request limits is reached.</summary>
    public Refusal? Enter(KeyGrant grant, Reservation reservation)
    {
        var second = Second();
        lock (_gate)
        {
            if (grant.Concurrent is { } most && _running >= most)
            {
                return new Refusal("concurrent", $"This key may run {most} requests at the same time, and all are running. Wait for one to finish.", TimeSpan.FromSeconds(1));
            }

            if (grant.Rpm is { } rpm && _requests.Total(second) >= rpm)
            {
                return new Refusal("rpm", $"This key may make {rpm} requests per minute. Ask again after the time in Retry-After.", TimeSpan.FromSeconds(_requests.SecondsUntilFits(second, 1, rpm)));
            }

            _requests.Add(second, 1);
            _running++;
            reservation.Entered = true;
            return null;
        }
    }

    /// <summary>Micro-dollars that the tightest budget still has; <see cref="long.MaxValue"/> without budgets.</summary>
    public long Available(KeyGrant grant)
    {
        var today = Today();
        lock (_gate)
        {
            return grant.Budgets.Count == 0 ? long.MaxValue : grant.Budgets.Min(b => b.Micros - Used(b, today, today));
        }
    }

    /// <summary>Holds the most a request can cost, or says which limit it would pass.</summary>
    /// <param name="grant">The key's limits.</param>
    /// <param name="reservation">Takes what is held.</param>
    /// <param name="day">The day on which the request came in, and on which it will be booked.</param>
    /// <param name="micros">The most that it can cost, in micro-dollars.</param>
    /// <param name="tokenCount">The tokens that it may use.</param>
    public Refusal? Reserve(KeyGrant grant, Reservation reservation, DateOnly day, long micros, long tokenCount)
    {
        var (today, second) = (Today(), Second());
        lock (_gate)
        {
            if (grant.Tpm is { } tpm && _tokens.Total(second) + tokenCount > tpm)
            {
                return tokenCount > tpm
                    ? new Refusal("tpm", $"This request may use {tokenCount} tokens, but this key has {tpm} per minute: it can never fit. Shorten it or lower its max_tokens.", null)
                    : new Refusal("tpm", $"This key may use {tpm} tokens per minute. Ask again after the time in Retry-After.", TimeSpan.FromSeconds(_tokens.SecondsUntilFits(second, tokenCount, tpm)));
            }

            foreach (var budget in grant.Budgets)
            {
                if (Used(budget, day, today) + micros > budget.Micros)
                {
                    return OverBudget(budget, day, today, micros);
                }
            }

            foreach (var state in _budgets)
            {
                state.Reserved += micros;
            }

            _tokens.Add(second, tokenCount);
            (reservation.Micros, reservation.Tokens, reservation.TokenSecond) = (micros, tokenCount, second);
            return null;
        }
    }

    /// <summary>Ends a request: what was held is released, what it truly cost is booked on the day when it came in.</summary>
    public void Settle(Reservation reservation, DateOnly day, long micros, long tokenCount)
    {
        lock (_gate)
        {
            _running -= reservation.Entered ? 1 : 0;
            foreach (var state in _budgets)
            {
                state.Reserved -= reservation.Micros;
            }

            _tokens.Add(reservation.Tokens == 0 ? Second() : reservation.TokenSecond, tokenCount - reservation.Tokens);
            Book(day, micros);
            (reservation.Micros, reservation.Tokens, reservation.Entered) = (0, 0, false);
        }
    }

    /// <summary>Tokens that this minute still has; <see cref="long.MaxValue"/> without a limit.</summary>
    public long TokensLeft(KeyGrant grant)
    {
        var second = Second();
        lock (_gate)
        {
            return grant.Tpm is { } tpm ? tpm - _tokens.Total(second) : long.MaxValue;
        }
    }

    /// <summary>Micro-dollars spent in the budget period that runs now.</summary>
    public long Spent(BudgetPeriod period)
    {
        var today = Today();
        lock (_gate)
        {
            return State(period, today).Spent(today);
        }
    }

    /// <summary>Requests and tokens of the last minute.</summary>
    public (long Requests, long Tokens) LastMinute()
    {
        var second = Second();
        lock (_gate)
        {
            return (_requests.Total(second), _tokens.Total(second));
        }
    }

    private Refusal OverBudget(Budget budget, DateOnly day, DateOnly today, long micros)
    {
        var reset = budget.Period.EndOf(today);
        var used = Used(budget, day, today);
        var message = string.Create(
            CultureInfo.InvariantCulture,
            $"This key's {budget.Period.Name()} budget of {budget.Micros / 1e6:0.######} USD has {Math.Max(0, budget.Micros - used) / 1e6:0.######} USD left, and this request may cost {micros / 1e6:0.######} USD. Lower max_tokens, or ask the administrator to raise the budget.");
        return new Refusal("budget", message, reset - time.GetUtcNow()) { Budget = (budget.Micros, used, reset) };
    }

    /// <summary>What the period that holds <paramref name="day"/> has spent, and what is held.</summary>
    private long Used(Budget budget, DateOnly day, DateOnly today)
    {
        var state = State(budget.Period, today);
        var start = budget.Period.StartOf(day);

        // A request whose body took until after midnight is booked on the day before, so that day's period must have room for it.
        var spent = start == budget.Period.StartOf(today) ? state.Spent(today) : _spentByDay.Where(d => budget.Period.StartOf(d.Key) == start).Sum(static d => d.Value);
        return spent + state.Reserved;
    }

    private BudgetState State(BudgetPeriod period, DateOnly today)
    {
        foreach (var state in _budgets)
        {
            if (state.Period == period)
            {
                return state;
            }
        }

        // A period asked for the first time starts with what its days hold, and with what requests under way hold.
        var created = new BudgetState(period) { Reserved = _budgets.Count == 0 ? 0 : _budgets[0].Reserved };
        foreach (var (day, micros) in _spentByDay)
        {
            created.Book(day, today, micros);
        }

        _budgets.Add(created);
        return created;
    }

    private void Book(DateOnly day, long micros)
    {
        if (micros == 0)
        {
            return;
        }

        _spentByDay[day] = _spentByDay.GetValueOrDefault(day) + micros;
        var today = Today();
        foreach (var state in _budgets)
        {
            state.Book(day, today, micros);
        }
    }

    private DateOnly Today() => DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime);

    private long Second() => time.GetUtcNow().ToUnixTimeSeconds();
}
