package de.bwaldvogel.mongo.wire;

import java.util.concurrent.Executor;
import java.util.function.Consumer;

import de.bwaldvogel.mongo.MongoBackend;
import de.bwaldvogel.mongo.wire.message.ClientRequest;
import de.bwaldvogel.mongo.wire.message.MongoMessage;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.group.ChannelGroup;

/**
 * Runs commands on a pool, so that one slow command does not hold up the other connections of its event loop, and
 * gives each reply to a gate that lets it go when the command's changes are on disk. In upstream's package because the
 * method that turns errors into replies is package-private.
 */
public final class CommandHandler extends MongoDatabaseHandler {

    private final Executor pool;
    private final Consumer<Runnable> replyGate;

    public CommandHandler(MongoBackend backend, ChannelGroup channels, Executor pool, Consumer<Runnable> replyGate) {
        super(backend, channels);
        this.pool = pool;
        this.replyGate = replyGate;
    }

    @Override
    protected void channelRead0(ChannelHandlerContext ctx, ClientRequest request) {
        if (request instanceof MongoMessage message) {
            pool.execute(() -> {
                MongoMessage response = handleMessage(message);
                replyGate.accept(() -> ctx.channel().writeAndFlush(response));
            });
        } else {
            super.channelRead0(ctx, request); // the handshake of a connection
        }
    }
}
