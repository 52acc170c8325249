using Switchboard.Gateway.Configuration;
using Switchboard.Gateway.Exchange;
using Switchboard.Gateway.Keys;
using Switchboard.Gateway.Routing.Admission;
using Switchboard.Gateway.Routing.Health;
using Switchboard.Protocol.Errors;
using Switchboard.Testing.Clocks;

namespace Switchboard.UnitTests.Gateway.Routing;

public sealed class ProviderQueueTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private readonly ManualTimeProvider time = new();
    private readonly ProviderQueue queue;

    public ProviderQueueTests() => queue = new ProviderQueue("openai", time) { Capacity = Of(1, 3) };

    [Fact]
    public async Task Enter_PlacesAreTaken_HigherPriorityGoesFirstAndEachInItsOrder()
    {
        queue.Capacity = Of(1, 10);
        var served = new List<string>();
        var holder = await PlaceAsync();
        var waiting = new[] { ("low 1", Priority.Low), ("normal 1", Priority.Normal), ("high 1", Priority.High), ("low 2", Priority.Low), ("normal 2", Priority.Normal), ("high 2", Priority.High) }
            .Select(w => ServeAsync(w.Item1, w.Item2)).ToList();

        Assert.Equal((1, 6, 2), (queue.UnderWay, queue.Waiting, queue.WaitingWith(Priority.Low)));
        holder.Dispose();
        await Task.WhenAll(waiting).WaitAsync(Patience);

        Assert.Equal(["high 1", "high 2", "normal 1", "normal 2", "low 1", "low 2"], served);
        Assert.Equal((0, 0), (queue.UnderWay, queue.Waiting));

        async Task ServeAsync(string name, Priority priority)
        {
            using var place = (await EnterAsync(priority)).Place;
            served.Add(name);
        }
    }

    [Fact]
    public async Task Leave_SomebodyWaits_ThePlaceIsTheirsBeforeANewcomerCanTakeIt()
    {
        var holder = await PlaceAsync();
        var waiting = EnterAsync();

        holder.Dispose();
        var newcomer = EnterAsync(Priority.High);

        Assert.Equal(1, queue.UnderWay);
        Assert.NotNull((await waiting.WaitAsync(Patience)).Place);
        Assert.False(newcomer.IsCompleted);
    }

    [Fact]
    public async Task Enter_AllWhoMayWaitDo_IsRefusedAtOnceWithWhatToDo()
    {
        queue.Capacity = Of(2, 1);
        await PlaceAsync();
        await PlaceAsync();
        _ = EnterAsync();

        var error = (await EnterAsync()).Error!;

        Assert.Equal((503, "queue_full", "openai"), (error.HttpStatus, error.Code, error.Provider));
        Assert.StartsWith("All 2 places at openai are taken, and 1 requests wait for one already. Ask again after the time in Retry-After", error.Message, StringComparison.Ordinal);
        Assert.True(error.RetryAfter > TimeSpan.Zero);
        Assert.Equal(1, queue.Waiting);
    }

    [Fact]
    public async Task Enter_FullOfLowerPriorities_DisplacesTheNewestOfTheLowest()
    {
        await PlaceAsync();
        var (normal, older, newer) = (EnterAsync(), EnterAsync(Priority.Low), EnterAsync(Priority.Low));

        var high = EnterAsync(Priority.High);

        var displaced = (await newer.WaitAsync(Patience)).Error!;
        Assert.Equal((503, "queue_full"), (displaced.HttpStatus, displaced.Code));
        Assert.Contains("gave way to one of a higher priority", displaced.Message, StringComparison.Ordinal);
        Assert.False(normal.IsCompleted || older.IsCompleted || high.IsCompleted);
        Assert.Equal((3, 1), (queue.Waiting, queue.WaitingWith(Priority.Low)));

        _ = EnterAsync(Priority.High);
        Assert.NotNull((await older.WaitAsync(Patience)).Error);
        Assert.NotNull((await EnterAsync(Priority.Low)).Error);
        _ = EnterAsync(Priority.High);
        Assert.NotNull((await normal.WaitAsync(Patience)).Error);
        Assert.NotNull((await EnterAsync(Priority.High)).Error);
        Assert.False(high.IsCompleted);
    }

    [Fact]
    public async Task Wait_NoPlaceComesFree_EndsAtItsDeadlineAndNotBefore()
    {
        await PlaceAsync();
        var waiting = EnterAsync();

        time.Advance(TimeSpan.FromSeconds(9.9));
        Assert.False(waiting.IsCompleted);
        time.Advance(TimeSpan.FromSeconds(0.1));

        var error = (await waiting.WaitAsync(Patience)).Error!;
        Assert.Equal((503, "queue_timeout"), (error.HttpStatus, error.Code));
        Assert.StartsWith("This request waited 10 s for one of the 1 places at openai and got none.", error.Message, StringComparison.Ordinal);
        Assert.Equal((1, 0, 0), (queue.UnderWay, queue.Waiting, time.ArmedTimers));
    }

    [Fact]
    public async Task Wait_RequestHasWaitedElsewhere_GetsOnlyTheRestOfItsTime()
    {
        await PlaceAsync();
        var waiting = queue.EnterAsync(Priority.Normal, TimeSpan.FromSeconds(7), CancellationToken.None).AsTask();
        Assert.NotNull((await queue.EnterAsync(Priority.High, TimeSpan.FromSeconds(10), CancellationToken.None)).Error);

        time.Advance(TimeSpan.FromSeconds(3));

        Assert.Equal("queue_timeout", (await waiting.WaitAsync(Patience)).Error!.Code);
    }

    [Fact]
    public async Task Wait_CallerLeaves_TheNextOneGetsThePlace()
    {
        var holder = await PlaceAsync();
        using var leaving = new CancellationTokenSource();
        var (left, stays) = (queue.EnterAsync(Priority.Normal, TimeSpan.Zero, leaving.Token).AsTask(), EnterAsync());

        await leaving.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => left.WaitAsync(Patience));
        Assert.Equal(1, queue.Waiting);
        holder.Dispose();

        using var place = (await stays.WaitAsync(Patience)).Place;
        Assert.NotNull(place);
        Assert.Equal((1, 0), (queue.UnderWay, queue.Waiting));
    }

    [Fact]
    public async Task Wait_CallerHadLeftBefore_WaitsForNothing()
    {
        await PlaceAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => queue.EnterAsync(Priority.Normal, TimeSpan.Zero, new CancellationToken(true)).AsTask().WaitAsync(Patience));

        Assert.Equal((1, 0), (queue.UnderWay, queue.Waiting));
    }

    [Fact]
    public async Task Dispose_Twice_GivesOnePlaceBack()
    {
        queue.Capacity = Of(2, 0);
        var place = await PlaceAsync();
        await PlaceAsync();

        place.Dispose();
        place.Dispose();

        Assert.Equal(1, queue.UnderWay);
        await PlaceAsync();
        Assert.NotNull((await EnterAsync()).Error);
    }

    [Theory]
    [InlineData(4, 2, 8)]     // Four seconds each at two places, four to go first.
    [InlineData(0.01, 2, 1)]
    [InlineData(50, 1, 60)]
    public async Task RetryAfter_PaceIsKnown_IsWhenThoseWhoWaitHaveHadTheirTurn(double secondsEach, int places, int expected)
    {
        queue.Capacity = Of(places, 3);
        using (await PlaceAsync())
        {
            time.Advance(TimeSpan.FromSeconds(secondsEach));
        }

        for (var i = 0; i < places; i++)
        {
            await PlaceAsync();
        }

        _ = (EnterAsync(), EnterAsync(), EnterAsync());

        Assert.Equal(TimeSpan.FromSeconds(expected), (await EnterAsync()).Error!.RetryAfter);
    }

    [Fact]
    public async Task Capacity_MorePlaces_GoToThoseWhoWait()
    {
        await PlaceAsync();
        var (first, second, third) = (EnterAsync(), EnterAsync(), EnterAsync(Priority.High));

        queue.Capacity = Of(3, 3);

        Assert.NotNull((await third.WaitAsync(Patience)).Place);
        Assert.NotNull((await first.WaitAsync(Patience)).Place);
        Assert.False(second.IsCompleted);
        queue.Capacity = null;
        Assert.NotNull((await second.WaitAsync(Patience)).Place);
        Assert.Equal(4, queue.UnderWay);
        await PlaceAsync();
    }

    [Fact]
    public async Task Capacity_FewerPlaces_AreFreeOnceEnoughHaveEnded()
    {
        queue.Capacity = Of(3, 3);
        var places = new[] { await PlaceAsync(), await PlaceAsync(), await PlaceAsync() };
        var (older, newer) = (EnterAsync(), EnterAsync());

        queue.Capacity = Of(1, 1);
        Assert.NotNull((await newer.WaitAsync(Patience)).Error);
        places[0].Dispose();
        places[1].Dispose();
        Assert.Equal((1, 1), (queue.UnderWay, queue.Waiting));
        places[2].Dispose();

        Assert.NotNull((await older.WaitAsync(Patience)).Place);
    }

    [Fact]
    public void Refusal_OfTheQueue_IsTheGatewaysOwnAndAReasonToGoElsewhere()
    {
        var full = QueueRefusal.Full("openai", Of(1, 0), 0, TimeSpan.FromSeconds(1));
        var vendors = new ExchangeError(ErrorKind.InvalidRequest, "x") { Code = QueueRefusal.FullCode };

        Assert.StartsWith("All 1 places at openai are taken. Ask again", full.Message, StringComparison.Ordinal);
        Assert.Equal(AttemptResult.Neither, FailoverRules.ResultOf(full, 500));
        Assert.True(FailoverRules.MayGoElsewhere(full, 0));
        Assert.False(FailoverRules.MayAskAgain(full, 0));
        Assert.False(FailoverRules.MayGoElsewhere(vendors, 400));
    }

    private static CapacitySettings Of(int places, int size) => new(places) { QueueSize = size };

    private Task<Admittance> EnterAsync(Priority priority = Priority.Normal) => queue.EnterAsync(priority, TimeSpan.Zero, CancellationToken.None).AsTask();

    private async Task<Place> PlaceAsync()
    {
        var entering = EnterAsync();
        Assert.True(entering.IsCompleted);
        return (await entering).Place!;
    }
}
