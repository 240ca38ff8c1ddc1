export { orderLifecycle } from './order-lifecycle';
