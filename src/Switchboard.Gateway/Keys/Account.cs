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

    /// <summary>How far its limits are used; of several budgets the one with the least left.</summary>
    public LimitsUse Use(AccountScope scope, Limits limits, Moment now)
    {
        lock (Gate)
        {
            BudgetUse? tightest = null;
            for (var i = 0; i < limits.Budgets.Count; i++)
            {
                var use = UseOf(scope, limits.Budgets[i], now.Today, now.Today);
                tightest = tightest is { } other && other.LeftMicros <= use.LeftMicros ? tightest : use;
            }

            return new LimitsUse(Use(_requests, limits.Rpm, now), Use(_tokens, limits.Tpm, now), tightest);
        }
    }

    private static RateUse? Use(SlidingWindow window, long? limit, Moment now) =>
        limit is { } most ? new RateUse(most, Math.Max(0, most - window.Total(now.Second)), window.SecondsUntilEmpty(now.Second)) : null;

    private BudgetUse UseOf(AccountScope scope, Budget budget, DateOnly day, DateOnly today) =>
        new(scope, budget.Micros, Spent(budget, day, today) + _heldMicros, budget.Period.EndOf(today));

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
