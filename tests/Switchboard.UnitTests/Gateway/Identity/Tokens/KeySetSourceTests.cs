using Switchboard.Gateway.Identity.Tokens;
using Switchboard.Testing.Tokens;

namespace Switchboard.UnitTests.Gateway.Identity.Tokens;

/// <summary>Published keys over real HTTP: fetched once, kept, renewed, and never lost.</summary>
public sealed class KeySetSourceTests : IAsyncLifetime
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(31);
    private readonly TokenForge forge = new();
    private readonly TokenForge next = new();
    private KeySetServer? server;

    private KeySetServer Server => server!;

    public async ValueTask InitializeAsync() => server = await KeySetServer.StartAsync(forge.KeySet());

    public async ValueTask DisposeAsync()
    {
        await Server.DisposeAsync();
        forge.Dispose();
        next.Dispose();
    }

    [Fact]
    public async Task Verify_ManyAtOnceAtTheStart_FetchOnce()
    {
        var held = new TaskCompletionSource();
        Server.Hold = held.Task;
        using var verifiers = new Verifiers(Verifiers.Published(Server.Url));
        var asking = Enumerable.Range(0, 20).Select(_ => verifiers.UserAsync(Token(forge, verifiers))).ToArray();

        held.SetResult();

        Assert.All(await Task.WhenAll(asking), static user => Assert.Equal("ann", user));
        Assert.Equal(1, Server.Requests);
    }

    [Fact]
    public async Task Verify_KeyThatIsNew_IsFetchedButNotAtEachForgery()
    {
        using var verifiers = new Verifiers(Verifiers.Published(Server.Url));
        await verifiers.UserAsync(Token(forge, verifiers));
        Server.Body = forge.KeySet(next.RsaKey(("kid", "rsa-2")));

        Assert.Equal(TokenRefusal.Signature, await verifiers.ErrorAsync(Token(next, verifiers, "rsa-2")));
        verifiers.Time.Advance(Pause);
        Assert.Equal("ann", await verifiers.UserAsync(Token(next, verifiers, "rsa-2")));
        for (var i = 0; i < 50; i++)
        {
            Assert.Equal(TokenRefusal.Signature, await verifiers.ErrorAsync(Token(forge, verifiers, $"made-up-{i}")));
        }

        Assert.Equal(2, Server.Requests);
    }

    [Fact]
    public async Task Verify_KeyThatWasTakenBack_EndsWithTheSetsAge()
    {
        using var verifiers = new Verifiers(Verifiers.Published(Server.Url, "refresh: 10m"));
        var token = Token(forge, verifiers, minutes: 60);
        await verifiers.UserAsync(token);
        Server.Body = next.KeySet();

        await WhenFetchedAsync(verifiers, TimeSpan.FromMinutes(10), 2);

        Assert.Equal(TokenRefusal.Signature, await verifiers.ErrorAsync(token));
    }

    [Theory]
    [InlineData(500, null)]
    [InlineData(302, null)]
    [InlineData(200, "<html>maintenance</html>")]
    [InlineData(200, "large")]
    public async Task Verify_WhileTheIssuerIsAway_GoesByTheLastGoodSet(int status, string? body)
    {
        using var verifiers = new Verifiers(Verifiers.Published(Server.Url, "refresh: 10m"));
        await verifiers.UserAsync(Token(forge, verifiers));
        (Server.Status, Server.Body) = (status, body == "large" ? $"{{\"keys\":[],\"x\":\"{new string('x', 300_000)}\"}}" : body ?? forge.KeySet());

        await WhenFetchedAsync(verifiers, TimeSpan.FromMinutes(10), 2);
        await WhenFetchedAsync(verifiers, Pause, 3);

        Assert.Equal("ann", await verifiers.UserAsync(Token(forge, verifiers)));
    }

    [Fact]
    public async Task Verify_BeforeAnySetCame_IsNotTheCallersFault()
    {
        Server.Status = 503;
        using var verifiers = new Verifiers(Verifiers.Published(Server.Url));

        var error = await verifiers.ErrorAsync(Token(forge, verifiers));
        Assert.Equal((503, "token_keys_unavailable"), (error.HttpStatus, error.Code));

        Server.Status = 200;
        await WhenFetchedAsync(verifiers, TimeSpan.FromSeconds(6), 2);
        Assert.Equal("ann", await verifiers.UserAsync(Token(forge, verifiers)));
    }

    [Fact]
    public async Task Apply_SameKeySetAgain_KeepsWhatWasFetched()
    {
        using var verifiers = new Verifiers(Verifiers.Published(Server.Url));
        await verifiers.UserAsync(Token(forge, verifiers));
        Server.Status = 500;

        verifiers.Configure(Verifiers.Published(Server.Url, "skew: 30s"));

        Assert.Equal("ann", await verifiers.UserAsync(Token(forge, verifiers)));
        Assert.Equal(1, Server.Requests);
    }

    [Fact]
    public async Task Verify_SetInAFile_IsReadAgainForANewKey()
    {
        var file = Path.GetTempFileName();
        await File.WriteAllTextAsync(file, forge.KeySet());
        using var verifiers = new Verifiers(Verifiers.Published(file));
        await verifiers.UserAsync(Token(forge, verifiers));

        await File.WriteAllTextAsync(file, next.KeySet(next.RsaKey(("kid", "rsa-2"))));
        verifiers.Time.Advance(Pause);

        Assert.Equal("ann", await verifiers.UserAsync(Token(next, verifiers, "rsa-2")));
        File.Delete(file);
    }

    private static string Token(TokenForge by, Verifiers verifiers, string kid = TokenForge.RsaId, int minutes = 10)
    {
        var now = verifiers.Time.GetUtcNow();
        return by.Rs256(TokenForge.Claims(now, ("exp", now.AddMinutes(minutes).ToUnixTimeSeconds())), ("kid", kid));
    }

    /// <summary>Moves the clock once the source has set its timer, and waits until what that set off is done: the timer is armed again.</summary>
    private async Task WhenFetchedAsync(Verifiers verifiers, TimeSpan by, int requests)
    {
        await verifiers.Time.WhenArmedAsync();
        verifiers.Time.Advance(by);
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (Server.Requests < requests)
        {
            patience.Token.ThrowIfCancellationRequested();
            await Task.Yield();
        }

        await verifiers.Issuers.Find(TokenForge.Issuer)!.RefreshAsync(CancellationToken.None);
    }
}
