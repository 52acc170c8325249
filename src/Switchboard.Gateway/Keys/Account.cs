namespace Switchboard.Gateway.Keys;

/// <summary>
/// The running state of one account: what it has spent, holds for requests under way, and did in the last minute. Whoever checks and then
/// books takes <see cref="Gate"/> around both, so that callers at the same time can never pass a limit together.
/// </summary>
internal sealed partial class Account(TimeProvider time)
{
    private readonly SlidingWindow _requests = new();
    private readonly SlidingWindow _tokens = new();
    private readonly Dictionary<DateOnly, long> _spentByDay = [];
    private readonly List<BudgetState> _budgets = [];
    private int _running;
    private long _heldMicros;
    private long _heldTokens;

    public Lock Gate { get; } = new();

    /// <summary>Requests that wait to be let in.</summary>
    public WaitingLine Entries { get; } = new();

    /// <summary>Requests that were let in and wait for money or tokens.</summary>
    public WaitingLine Holds { get; } = new();

    /// <summary>Books what earlier runs of the server spent on a day.</summary>
    public void Restore(DateOnly day, long micros)
    {
        lock (Gate)
        {
            Book(day, Now().Today, micros);
        }
    }

    /// <summary>Micro-dollars spent in the budget period that runs now.</summary>
    public long Spent(BudgetPeriod period)
    {
        var today = Now().Today;
        lock (Gate)
        {
            return State(period, today).Spent(today);
        }
    }

    /// <summary>Requests and tokens of the last minute.</summary>
    public (long Requests, long Tokens) LastMinute()
    {
        var second = Now().Second;
        lock (Gate)
        {
            return (_requests.Total(second), _tokens.Total(second));
        }
    }

    /// <summary>Takes in how far the stake's limits are used, each where it has less left than what is known of its kind.</summary>
    public void Tighten(ref LimitsUse tightest, Stake stake, Moment now)
    {
        var limits = stake.Limits;
        lock (Gate)
        {
            if (limits.Rpm is { } rpm && (tightest.Requests is not { } requests || Math.Max(0, rpm - _requests.Total(now.Second)) < requests.Left))
            {
                tightest.Requests = Use(_requests, rpm, now);
            }

            if (limits.Tpm is { } tpm && (tightest.Tokens is not { } tokens || Math.Max(0, tpm - _tokens.Total(now.Second)) < tokens.Left))
            {
                tightest.Tokens = Use(_tokens, tpm, now);
            }

            for (var i = 0; i < limits.Budgets.Count; i++)
            {
                var use = UseOf(stake.Scope, limits.Budgets[i], now.Today, now.Today);
                if (tightest.Budget is not { } budget || use.LeftMicros < budget.LeftMicros)
                {
                    tightest.Budget = use;
                }
            }
        }
    }

    /// <summary>Tokens of the last minute, held ones too.</summary>
    public long TokensOfMinute(Moment now)
    {
        lock (Gate)
        {
            return _tokens.Total(now.Second);
        }
    }

    /// <summary>How far a limit of tokens per minute is used.</summary>
    public RateUse TokenUse(long limit, Moment now)
    {
        lock (Gate)
        {
            return Use(_tokens, limit, now);
        }
    }

    private static RateUse Use(SlidingWindow window, long limit, Moment now) =>
        new(limit, Math.Max(0, limit - window.Total(now.Second)), window.SecondsUntilEmpty(now.Second));

    private BudgetUse UseOf(AccountScope scope, Budget budget, DateOnly day, DateOnly today) =>
        new(scope, budget.Micros, Spent(budget, day, today) + _heldMicros, budget.Period, today);

    /// <summary>What the period that holds <paramref name="day"/> has spent.</summary>
    private long Spent(Budget budget, DateOnly day, DateOnly today)
    {
        var start = budget.Period.StartOf(day);

        // A request whose body took until after midnight is booked on the day before, so that day's period must have room for it.
        return start == budget.Period.StartOf(today)
            ? State(budget.Period, today).Spent(today)
            : SpentIn(budget.Period, start);
    }

    /// <summary>What a period other than the running one has spent. Apart, because its closure would cost every request.</summary>
    private long SpentIn(BudgetPeriod period, DateOnly start) => _spentByDay.Where(d => period.StartOf(d.Key) == start).Sum(static d => d.Value);

    private BudgetState State(BudgetPeriod period, DateOnly today)
    {
        foreach (var state in _budgets)
        {
            if (state.Period == period)
            {
                return state;
            }
        }

        // A period asked for the first time starts with what its days hold.
        var created = new BudgetState(period);
        foreach (var (day, micros) in _spentByDay)
        {
            created.Book(day, today, micros);
        }

        _budgets.Add(created);
        return created;
    }

    private void Book(DateOnly day, DateOnly today, long micros)
    {
        if (micros == 0)
        {
            return;
        }

        _spentByDay[day] = _spentByDay.GetValueOrDefault(day) + micros;
        foreach (var state in _budgets)
        {
            state.Book(day, today, micros);
        }
    }

    private Moment Now() => new(time.GetUtcNow());
}
