using Switchboard.Gateway.Configuration;
using Switchboard.Gateway.Keys;
using Switchboard.Testing.Clocks;

namespace Switchboard.UnitTests.Gateway.Keys;

public sealed class KeyDirectoryTests : IDisposable
{
    private readonly MemoryDirectoryStore store = new();
    private readonly ManualTimeProvider time = new();
    private readonly KeyDirectory keys;

    public KeyDirectoryTests() => keys = new KeyDirectory(store, time);

    public void Dispose() => keys.Dispose();

    [Fact]
    public async Task Create_Key_IsFoundByItsTextAndKeptAsAHash()
    {
        var (key, text) = await keys.CreateAsync("ci", new KeyGrant(), default);

        Assert.Matches("^sk-sf-[0-9a-f]{48}$", text);
        Assert.Same(key, keys.Find(text));
        Assert.Same(key, keys.FindById(key.Id));
        Assert.Equal(text[^4..], key.Suffix);
        Assert.Equal(KeyHash.Of(text), store.Keys[key.Id].Hash);
        Assert.DoesNotContain(text, store.Keys[key.Id].ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Create_ManyKeys_AreAllDifferent()
    {
        var texts = new HashSet<string>();
        for (var i = 0; i < 500; i++)
        {
            texts.Add((await keys.CreateAsync("k", new KeyGrant(), default)).Text);
        }

        Assert.Equal(500, texts.Count);
    }

    [Fact]
    public async Task Find_OtherText_FindsNothing()
    {
        var (_, text) = await keys.CreateAsync("ci", new KeyGrant(), default);

        Assert.Null(keys.Find(text.AsSpan(0, text.Length - 1)));
        Assert.Null(keys.Find(text + "0"));
        Assert.Null(keys.Find(text.ToUpperInvariant()));
        Assert.Null(keys.Find(""));
    }

    [Fact]
    public async Task Load_StoredKeys_AreInForceAgain()
    {
        var (key, text) = await keys.CreateAsync("ci", new KeyGrant { Rpm = 5 }, default);
        using var next = new KeyDirectory(store, time);

        await next.LoadAsync(default);

        Assert.Equal(key, next.Find(text));
        Assert.True(next.HasKeys);
    }

    [Fact]
    public async Task Save_StoreFails_LeavesTheOldInForce()
    {
        var (key, text) = await keys.CreateAsync("ci", new KeyGrant(), default);
        store.Fault = new IOException("full");

        await Assert.ThrowsAsync<IOException>(() => keys.SaveAsync(key with { Name = "other" }, default));
        await Assert.ThrowsAsync<IOException>(() => keys.CreateAsync("new", new KeyGrant(), default));

        Assert.Equal("ci", keys.Find(text)!.Name);
        Assert.Single(keys.All);
    }

    [Fact]
    public async Task Revoke_Key_StaysKnownAsRevoked()
    {
        var (key, text) = await keys.CreateAsync("ci", new KeyGrant(), default);

        await keys.RevokeAsync(key, default);

        Assert.Equal(time.GetUtcNow(), keys.Find(text)!.RevokedAt);
        Assert.Equal(time.GetUtcNow(), store.Keys[key.Id].RevokedAt);
    }

    [Fact]
    public async Task Save_ChangeBegunBeforeARevocation_DoesNotBringTheKeyBack()
    {
        var (key, text) = await keys.CreateAsync("ci", new KeyGrant(), default);
        var changed = key with { Name = "renamed" };
        await keys.RevokeAsync(key, default);

        await keys.SaveAsync(changed, default);

        Assert.NotNull(keys.Find(text)!.RevokedAt);
        Assert.NotNull(store.Keys[key.Id].RevokedAt);
    }

    [Fact]
    public async Task Declare_AnotherList_ReplacesTheOneBefore()
    {
        await keys.DeclareAsync([new KeySettings("a", "the-first-key-text", new KeyGrant())], default);
        await keys.DeclareAsync([new KeySettings("b", "the-second-key-text", new KeyGrant())], default);

        Assert.Null(keys.Find("the-first-key-text"));
        Assert.Equal("yaml-b", keys.Find("the-second-key-text")!.Id);
        Assert.True(keys.FindById("yaml-b")!.Declared);
        Assert.Empty(store.Keys);
    }

    [Fact]
    public async Task HasKeys_OnceTrue_StaysTrue()
    {
        Assert.False(keys.HasKeys);
        await keys.DeclareAsync([new KeySettings("a", "the-first-key-text", new KeyGrant())], default);
        Assert.True(keys.HasKeys);

        await keys.DeclareAsync([], default);
        using var next = new KeyDirectory(store, time);
        await next.LoadAsync(default);

        Assert.True(keys.HasKeys);
        Assert.True(next.HasKeys);
    }

    [Fact]
    public async Task Tenant_OrganizationElseKey_IsTheTenant()
    {
        var (own, _) = await keys.CreateAsync("a", new KeyGrant(), default);
        var (shared, _) = await keys.CreateAsync("b", new KeyGrant { Organization = "acme" }, default);

        Assert.Equal("key:" + own.Id, own.Tenant);
        Assert.Equal("org:acme", shared.Tenant);
    }
}
